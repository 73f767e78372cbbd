"""Which browser and which system a session is from, as far as a person can tell them apart by it."""

BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
]


def browser_of(user_agent):
    """Return names such as “Firefox, Windows”, or what the browser said of itself, shortened."""
    names = [
        next((name for sign, name in known if sign in user_agent), None) for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, names)) or user_agent[:40]
