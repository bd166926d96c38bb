"""Made-up addresses and accounts, written as people write them."""

import random

from bench.deidentify_people import faker


def email(random_: random.Random) -> str:
    """An e-mail address, plain or in words."""
    one = faker("en_GB")
    one.seed_instance(random_.getrandbits(32))
    plain = one.email()
    return random_.choice(
        (plain, plain, plain.upper(), plain.replace("@", " (at) "), plain.replace("@", " at ").replace(".", " dot "))
    )


def postcode(random_: random.Random) -> str:
    """A postcode of the United Kingdom."""
    one = faker("en_GB")
    one.seed_instance(random_.getrandbits(32))
    plain = one.postcode()
    return random_.choice(
        (
            plain,
            plain,
            plain.replace(" ", ""),
            plain.lower(),
            plain.lower().replace(" ", ""),
            plain.replace(" ", "\u00a0"),
        )
    )


def address(random_: random.Random) -> str:
    """A house or flat in a street."""
    one = faker("en_GB")
    one.seed_instance(random_.getrandbits(32))
    street = random_.choice(
        ("Road", "Street", "Avenue", "Close", "Lane", "Drive", "Crescent", "Rd", "Court", "Way", "Gardens", "Terrace")
    )
    number = f"{random_.randint(1, 240)}{random_.choice(('', '', '', 'a', 'B'))}"
    flat = random_.choice(("", "", "", f"Flat {random_.randint(1, 30)}, "))
    plain = f"{flat}{number} {one.last_name()} {street}"
    return random_.choice((plain, plain, plain.lower()))


def link(random_: random.Random) -> str:
    """A web address."""
    one = faker("en_GB")
    one.seed_instance(random_.getrandbits(32))
    plain = one.url()
    return random_.choice(
        (plain, plain + one.user_name(), "www." + one.domain_name(), f"{one.domain_name()}/{one.user_name()}")
    )


def handle(random_: random.Random) -> str:
    """A name on social media."""
    one = faker("en_GB")
    one.seed_instance(random_.getrandbits(32))
    name = one.user_name()
    return random_.choice((f"@{name}", f"{name}_{random_.randint(1, 99)}", f"x{name}{random_.randint(1, 99)}x"))
