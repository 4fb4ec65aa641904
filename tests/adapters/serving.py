"""Services on this machine that answer as a test wants: rightly, wrongly, slowly, or not at all."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

type Answer = Callable[[Handler], None]


class Handler(BaseHTTPRequestHandler):
    """A request, whose body has been read."""

    body: str


@contextmanager
def a_server(answer: Answer) -> Iterator[str]:
    """Serve on this machine whatever the test answers, and yield the address."""

    class Answering(Handler):
        def do_GET(self) -> None:
            self.body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            answer(self)

        do_POST = do_GET  # noqa: N815 - the server's own name
        do_HEAD = do_GET  # noqa: N815 - and so is this

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/people/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(status: int, body: bytes, **headers: str) -> Answer:
    def answer(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def hangs_up(handler: Handler) -> None:
    handler.connection.close()


def is_silent(handler: Handler) -> None:
    time.sleep(0.6)


def drips(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(12):
            handler.wfile.write(b" ")
            time.sleep(0.1)
    except OSError:
        pass
