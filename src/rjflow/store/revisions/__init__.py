"""
Alembic's revisions of the tables, under the branch label `rjflow`.

A host that has Alembic itself adds `rjflow.store:revisions` to its `version_locations`; all others use `rjflow db upgrade`. A revision
that was released is never edited.
"""
