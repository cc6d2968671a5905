"""The tables as they are now. They come about by `migrations`; a test keeps the two equal."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, nullable=False, autoincrement=False)


def _big(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


migration = Table("migration", metadata, _number("number", key=True), _text("name"), _text("applied"))

story = Table(
    "story", metadata, _text("id", key=True), Column("identity", Text, nullable=False, unique=True), _text("family"),
    _text("slug"), _text("headline"), _text("status"), _number("revision"), _text("version"), _text("embargo", null=True),
    _text("held"), _text("forbids"), _text("created"), _text("updated"), _number("urgency"), _text("desk"),
    Index("story_page", "updated", "id"), Index("story_family", "family"), Index("story_desk", "desk", "updated", "id"),
)  # fmt: skip

source_file = Table("source_file", metadata, _text("sha256", key=True), _text("name"), Column("data", LargeBinary, nullable=False))

source_version = Table(
    "source_version", metadata,
    Column("story", Text, ForeignKey("story.id"), primary_key=True), _number("revision", key=True), _text("version"),
    _text("status"), _text("take"), _text("sha256"), Column("file", Text, ForeignKey("source_file.sha256"), nullable=True),
    _text("received"), _text("record"), Index("source_version_sha256", "sha256"),
)  # fmt: skip

edition = Table(
    "edition", metadata, _text("id", key=True), Column("story", Text, ForeignKey("story.id"), nullable=False), _text("locale"),
    _text("state"), _number("rev"), _number("source_revision"), _text("language"), _text("headline"), _number("issue"),
    _text("error"), _text("updated"),
    Index("edition_story", "story", "locale", unique=True), Index("edition_page", "updated", "id"),
    Index("edition_state_page", "state", "updated", "id"),
    Index("edition_locale", "locale", "story"), Index("edition_state_story", "state", "story"),
)  # fmt: skip

machine_edition = Table(
    "machine_edition", metadata, Column("edition", Text, ForeignKey("edition.id"), primary_key=True),
    _number("source_revision", key=True), _text("record"),
)  # fmt: skip

machine_unit = Table(
    "machine_unit", metadata, _text("edition", key=True), _number("source_revision", key=True), _text("unit", key=True),
    _number("position"), _text("text"), _text("record"),
    ForeignKeyConstraint(["edition", "source_revision"], ["machine_edition.edition", "machine_edition.source_revision"]),
)  # fmt: skip

machine_segment = Table(
    "machine_segment", metadata, _text("edition", key=True), _number("source_revision", key=True), _text("unit", key=True),
    _number("place", key=True), _text("source"), _text("machine", null=True), _text("target", null=True), _text("record"),
    ForeignKeyConstraint(
        ["edition", "source_revision", "unit"],
        ["machine_unit.edition", "machine_unit.source_revision", "machine_unit.unit"],
    ),
)  # fmt: skip

unit = Table(
    "unit", metadata, Column("edition", Text, ForeignKey("edition.id"), primary_key=True), _text("key", key=True),
    _number("position"), _text("unit"), _text("kind"), _text("source"), _number("source_revision"), _text("state"),
    _text("text"), _number("rev"), _text("change"), _text("suggestion", null=True), _text("approval", null=True),
    _text("editor"), _text("reason"),
)  # fmt: skip

dismissal = Table(
    "dismissal", metadata, Column("edition", Text, ForeignKey("edition.id"), primary_key=True), _text("unit", key=True),
    _text("code", key=True), _text("source_hash", key=True), _text("text_hash", key=True), _text("reason"), _text("actor"),
    _text("at"),
)  # fmt: skip

draft = Table(
    "draft", metadata, Column("edition", Text, ForeignKey("edition.id"), primary_key=True), _text("unit", key=True),
    _text("actor", key=True), _number("base_rev", key=True), _text("text"), _text("at"),
)  # fmt: skip

presence = Table(
    "presence", metadata, Column("edition", Text, ForeignKey("edition.id"), primary_key=True), _text("tab", key=True),
    _text("actor"), _text("unit"), _text("at"),
)  # fmt: skip

name_override = Table(
    "name_override", metadata, Column("edition", Text, ForeignKey("edition.id"), primary_key=True), _text("unit", key=True),
    _text("entry", key=True), _text("source_hash", key=True), _text("before"), _text("after"), _text("actor"), _text("at"),
    Index("name_override_entry", "entry"),
)  # fmt: skip

published = Table(
    "published", metadata, Column("edition", Text, ForeignKey("edition.id"), primary_key=True), _number("issue", key=True),
    _number("source_revision"), _text("at"), _text("actor"), _text("record"),
)  # fmt: skip

answer = Table(
    "answer", metadata, _text("key", key=True), _text("engine"), _text("pair"), _text("model"), _text("source"),
    _text("answer"), _text("unknown"),
)  # fmt: skip

event = Table(
    "event", metadata, _number("seq", key=True), _text("at"), _text("actor"), _text("via"), _text("request"), _text("kind"),
    _text("story"), _text("edition"), _text("unit"), _number("base_rev"), _number("rev"), _number("source_revision"),
    _text("source_hash"), _text("text", null=True), _number("bulk"), _text("note"), _text("data"), _text("prev_hash"),
    _text("hash"),
    Index("event_edition", "edition", "unit", "seq"), Index("event_story", "story", "seq"),
)  # fmt: skip

# The translation memory: forms (texts with their numbers and names as classes) under their words, pairs under their forms.
memory_form = Table(
    "memory_form", metadata, _big("id", key=True), _text("direction"), _text("hash"), _text("text"),
    Index("memory_form_hash", "direction", "hash", unique=True),
)  # fmt: skip

memory_word = Table("memory_word", metadata, _big("word", key=True), _big("form", key=True))

memory_word_count = Table("memory_word_count", metadata, _big("word", key=True), _big("forms"))

memory_pair = Table(
    "memory_pair", metadata, _big("id", key=True), _big("form"), _text("language"), _text("locale"), _text("level"),
    _text("kind"), _text("key"), _text("source"), _text("target"), _text("before"), _text("after"), _text("origin"),
    _number("rank"), _text("approver"), _text("at"), _text("story"), _text("edition"), _text("unit"), _number("place"),
    _text("retired"),
    Index("memory_pair_key", "key", "locale", "language"), Index("memory_pair_form", "form", "retired", "rank", "at"),
    Index("memory_pair_edition", "edition", "unit", "place"), Index("memory_pair_story", "story"),
)  # fmt: skip

# Texts of the memory that were put into an edition: whose they are is told by the pairs (a list of ids).
recall = Table(
    "recall", metadata, Column("edition", Text, ForeignKey("edition.id"), primary_key=True), _text("unit", key=True),
    _text("kind"), _text("pairs"), _text("source_hash"), _text("text_hash"), _text("at"),
)  # fmt: skip

# --- people at the desk

user = Table(
    "user_account", metadata, _text("name", key=True), _text("role"), _text("password"), _text("created"), _text("desk"),
)  # fmt: skip

session = Table(
    "session", metadata, _text("token", key=True), _text("name"), _text("role", null=True), _text("started"), _text("ends"),
    Index("session_name", "name"),
)  # fmt: skip

# A token of the API: `hash` is that of its secret. `role` is what it may do at most, whatever its user may.
token = Table(
    "api_token", metadata, _text("id", key=True), _text("hash"), _text("name"), _text("role"), _text("label"), _text("created"),
    _text("ends", null=True), _text("used", null=True),
    Index("api_token_hash", "hash", unique=True), Index("api_token_name", "name"),
)  # fmt: skip

# What somebody set for themselves at the desk, as JSON; what the desk keeps of itself between two starts.
user_setting = Table("user_setting", metadata, _text("name", key=True), _text("setting", key=True), _text("value"))

desk_value = Table("desk_value", metadata, _text("name", key=True), _text("value"))
