"""Cases by their ids, kept in a store."""

from rjflow.casebook.asynchronous import AsyncCasebook
from rjflow.casebook.book import Casebook
from rjflow.casebook.delivering import Delivered, Delivery
from rjflow.casebook.keeping import Message
from rjflow.casebook.sweeping import Swept

__all__ = ["AsyncCasebook", "Casebook", "Delivered", "Delivery", "Message", "Swept"]
