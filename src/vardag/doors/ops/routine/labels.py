"""The words around a routine's own words when it is shown as a document."""

from vardag.domain.words import Text

SOURCE = Text("Källa: {source}", "Source: {source}")
DOCUMENT_ID = Text("Dokument-ID", "Document ID")
VERSION = Text("Version", "Version")
APPLIES_TO = Text("Gäller för", "Applies to")
VALID = Text("Gäller", "Valid")
FROM_TO = Text("från {start} till {end}", "from {start} to {end}")
OWNER = Text("Innehållsansvar", "Responsible for the content")
REVIEWERS = Text("Granskad av", "Reviewed by")
APPROVER = Text("Godkänd av", "Approved by")

PURPOSE = Text("Syfte", "Purpose")
BACKGROUND = Text("Bakgrund", "Background")
RULES = Text("Arbetsbeskrivning", "How we work")
DATES = Text("Tider", "Times")
WORKING_DAYS = Text("{count} arbetsdagar", "{count} working days")
WORKING_DAY = Text("1 arbetsdag", "1 working day")
RESPONSE = Text("Första återkoppling", "First response")
FOLLOW_UP = Text("Uppföljning efter delsvar", "Follow-up after an interim reply")
WAITING = Text("Väntan på svar på motfråga", "Wait for the answer to a counter-question")
WORK_FOLLOW_UP = Text(
    "Uppföljning av arbete efter avslutat ärende", "Follow-up of work after closing"
)

RECEIVED_BY = Text("Tas emot av", "Received by")
BASE_OFFERING = Text("Basutbud", "Base offering")
YES, NO = Text("ja", "yes"), Text("nej", "no")
OWN_NAME = Text("Vårdnadshavare till 13–17 år", "Guardians of children 13–17")
MAY_OWN_NAME = Text("får skicka i eget namn", "may send it in their own name")
LEADS_TO = Text("Genväg till", "Shortcut to")
REGISTER = Text("Registreras i", "Registered in")
NOT_FOR = Text("Inte för", "Not for")
ADVICE_BELOW = Text("Råd före {age} år", "Advice below {age}")
ADVICE_FROM = Text("Råd från {age} år", "Advice from {age}")
CERTIFICATE = Text("Intyg", "Certificate")
SIGNED_BY = Text("Får signeras av", "May be signed by")
NEEDED = Text("Behövs", "Needed")
DELIVERY = Text("Skickas", "Sent")
FACTS_FROM = Text("Uppgifter från", "Facts from")
AS_OF = Text("{source} ({day})", "{source} ({day})")
WARNING = Text("Varning", "Warning")
WARNING_SINCE = Text("Varning från {day}", "Warning from {day}")
ANSWERED_BY = Text("{words} Standardsvar: {name}.", "{words} Standard reply: {name}.")
NOTE = Text("För personalen", "For staff")
QUESTIONS = Text("Frågor i formuläret", "Questions in the form")
SAME_QUESTIONS = Text("Samma frågor som i {name}.", "The same questions as in {name}.")
MUST = Text("måste besvaras", "must be answered")
AT_LEAST_ONE = Text("Minst ett av fälten ska fyllas i.", "At least one field must be filled in.")
KINDS = {
    "text": Text("text", "text"),
    "long-text": Text("längre text", "longer text"),
    "date": Text("datum", "date"),
    "choice": Text("ett val", "one choice"),
}

HANDLED = Text("Så hanteras ärendet", "How the case is handled")
HANDLED_AS = Text("Hanteras som {name}.", "Handled like {name}.")
NO_STEPS = Text("Inga steg före svaret.", "No steps before the reply.")
ANY_ORDER = Text("I valfri ordning", "In any order")
AT = Text("Vid ”{answers}”", "When “{answers}”")
OUTCOMES = Text("Utfall", "Outcomes")
STANDARD_REPLY = Text("standardsvar ”{name}”", "standard reply “{name}”")
TOLD = Text("Familjen får veta: {text}", "The family is told: {text}")
JOURNAL = Text("Färdig text för journalen: {text}", "Ready text for the journal: {text}")
MAY_FALL_AWAY = Text(
    "Det som står inom [hakparenteser] faller bort när det inte är besvarat.",
    "What stands in [brackets] falls away when it isn't answered.",
)
SENDS = Text("Skickar {what}", "Sends {what}")
SENDS_AT = Text("Vid ”{outcomes}” skickas {what}", "When “{outcomes}”, sends {what}")
SENT = {
    "authority": {
        "original": Text("originalet till den som behöver det", "the original to whoever needs it"),
        "copy": Text("en kopia till den som behöver det", "a copy to whoever needs it"),
    },
    "home": {
        "original": Text("originalet hem", "the original home"),
        "copy": Text("en kopia hem", "a copy home"),
    },
}
ELECTRONICALLY = Text("{what}, elektroniskt", "{what}, electronically")
GOES_TO = Text("Går till", "Goes to")
RECIPIENTS = Text("Adresser", "Addresses")
FORWARDS = Text("förmedlar post till den som är skyddad", "forwards post to the protected")
OUTLIVES = Text("När ärendet är stängt", "When the case is closed")
DONE_BY = Text("Görs av {who}.", "Done by {who}.")
RECORDED_AS = Text("kvitteras som ”{done}”", "recorded as “{done}”")

SERVICES = Text("E-tjänster", "E-services")
REPLIES = Text("Standardsvar", "Standard replies")
LINKS = Text("Länkar", "Links")
GROUPS = Text("Grupper", "Groups")
SYSTEMS = Text("System", "Systems")
REGISTERS = Text("Register", "Registers")
MENU = Text("Startsidans rader", "Rows of the start page")
CONTENTS = Text("Innehåll", "Contents")
TITLE = Text("Rutin", "Routine")
