"""The duty roster: weeks, absences, the feed for calendars, one's own days."""
