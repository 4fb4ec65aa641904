"""The addresses of this door."""

app_name = "signin"
urlpatterns: list = []
