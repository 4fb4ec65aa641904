"""The addresses of this door."""

app_name = "inbox"
urlpatterns: list = []
