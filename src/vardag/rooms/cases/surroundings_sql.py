"""What is asked for around a case, as SQL by hand: parts of one question, each with the same columns.

Which are: what it is, an id, a number beside it, three texts, a birth date, a text, a protection.
"""

from vardag.rooms.people.in_force import in_force_sql
from vardag.rooms.people.ties import holds_sql

PEOPLE = """
SELECT 'person' AS what, id, 0 AS at, given_name AS a, family_name AS b, title AS c, born,
  profession, protection
FROM person WHERE id IN ({people})
"""
GUARDIANS = f"""
SELECT 'guardian', p.id, 0, p.given_name, p.family_name,
  COALESCE(CAST(g.confirmed_date AS TEXT), ''), p.born, '', p.protection
FROM person AS p JOIN person_guardian AS g ON g.guardian_id = p.id
WHERE g.child_id = %s AND {holds_sql("g")}
UNION ALL
SELECT 'blocked', p.id, 0, p.given_name, p.family_name, c.name, p.born, '', p.protection
FROM person AS p JOIN person_block AS b ON b.guardian_id = p.id JOIN clinic AS c ON c.id = b.clinic_id
WHERE b.child_id = %s AND NOT EXISTS (SELECT 1 FROM person_block_lift AS l WHERE l.block_id = b.id)
"""  # noqa: S608 - our own words
HOLDER = f"""
SELECT 'present', 0, 0, '', '', '', NULL, '', '' FROM person_grant AS g
WHERE g.person_id = %s AND g.clinic_id = %s AND g.role IN ('receiver', 'handler')
  AND {in_force_sql("g")}
  AND g.person_id NOT IN (
    SELECT person_id FROM person_absence WHERE (from_date IS NULL OR from_date <= %s)
    AND (until_date IS NULL OR until_date >= %s))
"""  # noqa: S608 - our own words
NAMED = """
SELECT 'clinic', id, 0, name, '', '', NULL, '', '' FROM clinic WHERE id IN ({clinics})
UNION ALL
SELECT 'group', id, clinic_id, name, key, '', NULL, '', '' FROM person_group WHERE id IN ({groups})
"""
EVERYTHING = f"""
SELECT 'clinic', id, 0, name, '', '', NULL, '', '' FROM clinic
UNION ALL
SELECT 'group', id, clinic_id, name, key, '', NULL, '', '' FROM person_group
UNION ALL
SELECT DISTINCT 'worker', p.id, g.clinic_id, p.given_name, p.family_name, p.title, p.born, '', ''
FROM person AS p JOIN person_grant AS g ON g.person_id = p.id
WHERE g.role IN ('receiver', 'handler') AND {in_force_sql("g")}
UNION ALL
SELECT 'cleared', g.person_id, g.clinic_id, '', '', '', NULL, '', '' FROM person_grant AS g
WHERE g.role = 'cleared' AND {in_force_sql("g")}
UNION ALL
SELECT 'away', person_id, 0, '', '', '', NULL, '', '' FROM person_absence
WHERE (from_date IS NULL OR from_date <= %s) AND (until_date IS NULL OR until_date >= %s)
"""  # noqa: S608 - our own words
# Who may open a case today, by role and by holding it; the law is ``domain.access``, and a test holds
# the two against each other. The number says whether somebody is away.
READERS = f"""
SELECT DISTINCT 'reader', p.id, CASE WHEN EXISTS (
    SELECT 1 FROM person_absence AS a WHERE a.person_id = p.id
    AND (a.from_date IS NULL OR a.from_date <= %s)
    AND (a.until_date IS NULL OR a.until_date >= %s)) THEN 1 ELSE 0 END,
  p.given_name, p.family_name, p.title, p.born, '', ''
FROM person AS p JOIN person_grant AS g ON g.person_id = p.id
WHERE p.died_on IS NULL AND {in_force_sql("g")} AND (
  (g.role = 'receiver' AND g.clinic_id IN ({{clinics}}))
  OR (g.role IN ('receiver', 'handler') AND g.clinic_id = %s AND (p.id = %s OR p.id IN (
    SELECT personrow_id FROM person_in_group WHERE grouprow_id = %s))))
"""  # noqa: S608 - our own words
TOLD = """
SELECT 'told', m.person_id, m.number, p.given_name, p.family_name,
  COALESCE(CAST(m.seen_at AS varchar(40)), ''), NULL, '', ''
FROM case_mention AS m JOIN person AS p ON p.id = m.person_id WHERE m.case_id = %s
"""
# All that the register has said of who is a guardian, whether or not it gives a right today.
REGISTER = """
SELECT 'register', p.id, 0, p.given_name, p.family_name,
  COALESCE(CAST(t.from_date AS TEXT), '') || '/' || COALESCE(CAST(t.until_date AS TEXT), '')
  || '/' || COALESCE(CAST(t.confirmed_date AS TEXT), ''), p.born, '', p.protection
FROM person AS p JOIN person_guardian AS t ON t.guardian_id = p.id WHERE t.child_id = %s
"""
