"""
rjflow inside Django: its tables by `migrate`, its cases in Django's own transactions, and a look at them in the admin.

Add `rjflow.integrations.django` to `INSTALLED_APPS`; `store.DjangoStore` is what a casebook is put over.
"""
