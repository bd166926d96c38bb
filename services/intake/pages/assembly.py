"""The door for people, put together over the door for agencies."""

from fastapi import FastAPI

from schemas.configuration import Configuration
from services.intake.door import Door
from services.intake.narratives.keeping import Keeping
from services.intake.narratives.keys import TextKeys
from services.intake.narratives.readings import Readings
from services.intake.narratives.records import Texts
from services.intake.narratives.reduced import Reduce
from services.intake.pages.browser import COOKIE, Browser
from services.intake.pages.draft import Seals
from services.intake.pages.flood import Flood
from services.intake.pages.form import Form
from services.intake.pages.people import People
from services.intake.pages.places import Places
from services.intake.pages.plain import add_plain
from services.intake.pages.routes import add_forms
from services.intake.receipts.counter import Counter
from services.intake.receipts.pages import add_receipts
from services.intake.receipts.proof_page import add_proof
from services.intake.receipts.store import Receipts
from services.pages.site import Site

NAME = "Heed"


def counter_of(configuration: Configuration, door: Door, text_keys: TextKeys, reduce: Reduce) -> Counter:
    """What happens at the door for people."""
    keeping = Keeping(Texts(text_keys, door.partitions), Readings(door.keys.secret), reduce)
    receipts = Receipts(door.keys.secret, door.limits.receipt_days)
    return Counter(door, keeping, receipts, configuration.working_hours)


def add_people(app: FastAPI, configuration: Configuration, counter: Counter) -> Site:
    """Add all pages; the site that they are of."""
    site = Site("services.intake.pages", NAME, "/")
    site.add_to(app, cookies=(COOKIE,))
    door = counter.door
    form = Form(site, Places(configuration), door.keys.areas)
    browser = Browser(Seals(door.keys.secret), secure=not configuration.demo)
    people = People(site, form, browser, counter, Flood(door.limits.forms_an_hour))
    add_plain(app, people)
    add_receipts(app, people)
    add_proof(app, people)
    add_forms(app, people)
    return site
