"""What the tests stand on: servers, a browser, closed sockets."""
