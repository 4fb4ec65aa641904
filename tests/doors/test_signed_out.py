"""What somebody wrote is given back when the sign-in has ended; strange cookies break nothing."""

import pytest

pytestmark = pytest.mark.django_db


def test_an_answer_written_while_signed_out_is_given_back(client):
    page = client.post("/cases/42/answer/", {"text": "27 mg, sedan i februari."})

    assert page.status_code == 403
    assert "27 mg, sedan i februari." in page.content.decode()
    assert "Du är utloggad." in page.content.decode()


def test_a_form_written_while_signed_out_is_given_back(client):
    page = client.post("/new/message/?for=1", {"text": "Vår tid?", "form_key": "x"})

    assert page.status_code == 403
    assert "Vår tid?" in page.content.decode()
    assert ">x<" not in page.content.decode()


def test_after_signing_in_nobody_is_sent_to_where_only_forms_go(client):
    answer = client.post("/staff/cases/35/print/")

    assert answer.status_code == 302
    assert "next" not in answer["Location"]


@pytest.mark.parametrize("key", ["\0aaaaaaaaaaaa", "å" * 12, "A" * 40, "x" * 5_000, "'; --"])
def test_a_session_cookie_of_a_strange_shape_is_no_sign_in_and_no_failure(client, key):
    client.cookies["sessionid"] = key

    assert client.get("/cases/").headers["Location"].startswith("/sign-in/")
