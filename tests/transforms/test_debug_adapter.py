"""An IDE's debugger, which speaks the Debug Adapter Protocol with debugpy, steps through generated code."""
from __future__ import annotations

import ast
import inspect
import json
import os
import socket
import subprocess
import sys
import time
from typing import Any

import pytest

import tangent

pytest.importorskip('debugpy', reason='debugpy is not installed')
TIMEOUT = 60.0  # seconds


class Client:
    """What an IDE is to the debugger: requests, their responses, and the events in between."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(('127.0.0.1', port), TIMEOUT)
        self.stream = self.socket.makefile('rb')
        self.events: list[dict] = []
        self.number = 0

    def send(self, command: str, **arguments: Any) -> int:
        self.number += 1
        message = json.dumps({'seq': self.number, 'type': 'request', 'command': command, 'arguments': arguments})
        self.socket.sendall(f'Content-Length: {len(message)}\r\n\r\n{message}'.encode())
        return self.number

    def receive(self) -> dict:
        length = 0
        while (header := self.stream.readline().strip()):
            length = int(header.removeprefix(b'Content-Length: '))
        assert length, 'the debugger is gone'
        return json.loads(self.stream.read(length))

    def response(self, number: int) -> dict:
        """The body of the response to a request."""
        while True:
            message = self.receive()
            if message['type'] == 'response' and message['request_seq'] == number:
                assert message['success'], message
                return message.get('body', {})
            self.events.append(message)

    def request(self, command: str, **arguments: Any) -> dict:
        return self.response(self.send(command, **arguments))

    def event(self, name: str) -> dict:
        """The body of the next event of that name."""
        while True:
            message = self.events.pop(0) if self.events else self.receive()
            if message.get('event') == name:
                return message.get('body', {})

    def stop(self) -> Stop:
        return Stop(self, self.event('stopped')['threadId'])

    def close(self) -> None:
        self.stream.close()
        self.socket.close()


class Stop:
    """Where the program stands, as an IDE shows it."""

    def __init__(self, client: Client, thread: int) -> None:
        self.client, self.thread = client, thread
        self.frames = client.request('stackTrace', threadId=thread)['stackFrames']

    def text(self, frame: int = 0) -> str:
        """The text of a frame's file: of one that is not on the disk, what the debugger hands over."""
        source = self.frames[frame]['source']
        if not source.get('sourceReference'):
            with open(source['path'], encoding='utf-8') as file:
                return file.read()
        return self.client.request('source', source=source, sourceReference=source['sourceReference'])['content']

    def line(self, frame: int = 0) -> str:
        return self.text(frame).splitlines()[self.frames[frame]['line'] - 1].strip()

    @property
    def function(self) -> str:
        return self.frames[0]['name']

    def variables(self) -> dict[str, str]:
        scope = self.client.request('scopes', frameId=self.frames[0]['id'])['scopes'][0]
        found = self.client.request('variables', variablesReference=scope['variablesReference'])['variables']
        return {variable['name']: variable['value'] for variable in found}

    def go(self, command: str) -> Stop:
        self.client.request(command, threadId=self.thread)
        return self.client.stop()

    def finish(self) -> str:
        """Run to the end, and return what the program printed."""
        self.client.request('continue', threadId=self.thread)
        printed = ''
        while True:
            message = self.client.events.pop(0) if self.client.events else self.client.receive()
            if message.get('event') == 'output' and message['body'].get('category') == 'stdout':
                printed += message['body']['output']
            elif message.get('event') == 'terminated':
                return printed


def square(x):
    y = x * x
    return y


def f(x):
    y = square(x) * x
    return y * y


def stopping(x):
    y = x * x
    breakpoint()
    return y * y


def failing(x, items):
    y = x * x
    return y * items[0]


PROGRAM = 'import tangent\n\n' + '\n'.join(map(inspect.getsource, (square, f, stopping, failing)))


@pytest.fixture
def debugged(tmp_path):
    """Start a program under debugpy and return its first stop; and end it afterwards."""
    started = []

    def start(lines: str, *functions: str, line: int | None = None, exceptions: tuple[str, ...] = (),
              **options: Any) -> Stop:
        program = tmp_path / 'program.py'
        program.write_text(PROGRAM + lines)
        with socket.create_server(('127.0.0.1', 0)) as server:
            port = server.getsockname()[1]
        env = {**os.environ, 'PYTHONPATH': os.pathsep.join(path for path in sys.path if path)}
        env.pop('PYTHONBREAKPOINT', None)
        process = subprocess.Popen(
            [sys.executable, '-Xfrozen_modules=off', '-m', 'debugpy', '--listen', f'127.0.0.1:{port}',
             '--wait-for-client', str(program)], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        client = connected(port, process)
        started.append(client)
        client.request('initialize', adapterID='test', clientID='test', pathFormat='path', linesStartAt1=True,
                       columnsStartAt1=True)
        attached = client.send('attach', redirectOutput=True, **options)
        client.event('initialized')
        client.request('setFunctionBreakpoints', breakpoints=[{'name': name} for name in functions])
        client.request('setBreakpoints', source={'path': str(program)}, breakpoints=[{'line': line}] if line else [])
        client.request('setExceptionBreakpoints', filters=exceptions)
        client.request('configurationDone')
        client.response(attached)
        return client.stop()

    yield start
    for part in reversed(started):
        if isinstance(part, Client):
            part.close()
        else:
            part.kill()
            part.communicate()


def connected(port: int, process: subprocess.Popen) -> Client:
    """A client, once the debugger listens."""
    deadline = time.monotonic() + TIMEOUT
    while True:
        try:
            return Client(port)
        except ConnectionRefusedError:
            assert process.poll() is None and time.monotonic() < deadline, 'debugpy does not listen'
            time.sleep(0.1)


# Generated code is no file of the user's, so an IDE steps over it unless one of these is said.
STEPPING = {'all code': {'justMyCode': False},
            'generated code too': {'justMyCode': True, 'rules': [{'path': '<tangent *', 'include': True}]}}


@pytest.fixture(params=STEPPING)
def stepping(request):
    return STEPPING[request.param]


def test_a_function_breakpoint_stops_in_a_derivative_and_steps_through_it(debugged, stepping):
    stop = debugged('print(tangent.grad(f)(2.0))', 'dfdx', **stepping)
    assert stop.function == 'dfdx' and tangent.source(tangent.grad(f)).startswith(stop.text())
    seen = []
    for command in ('next', 'stepIn', 'next', 'stepOut', 'next'):
        stop = stop.go(command)
        seen.append((stop.function, stop.line()))
    assert seen == [
        ('dfdx', 'square_x, square_saved = primal_square(x)'), ('primal_square', 'y = x * x'),
        ('primal_square', 'return y, x'), ('dfdx', 'square_x, square_saved = primal_square(x)'),
        ('dfdx', 'y = square_x * x')]
    assert stop.variables()['square_x'] == '4.0'
    assert stop.finish() == '192.0\n'


def test_it_steps_into_a_derivative_from_the_users_line(debugged, stepping):
    last = PROGRAM.count('\n') + 2
    stop = debugged('df = tangent.grad(f)\nprint(df(2.0))\n', line=last, **stepping)
    stop = stop.go('stepIn')
    assert (stop.function, stop.line()) == ('dfdx', 'square_x, square_saved = primal_square(x)')
    assert stop.line(1) == 'print(df(2.0))'


def test_it_steps_through_a_derivative_of_a_derivative(debugged, stepping):
    ddf = tangent.grad(tangent.grad(f))
    stop = debugged('print(tangent.grad(tangent.grad(f))(2.0))', 'ddfdxdx', **stepping)
    lines = []
    while not lines or not lines[-1].startswith('return'):
        stop = stop.go('next')
        assert stop.function == 'ddfdxdx'
        lines.append(stop.line())
    code = inspect.getsource(ddf).splitlines()
    statements = ast.parse('\n'.join(code)).body[0].body
    assert {code[statement.lineno - 1].strip() for statement in statements} <= set(lines)
    assert stop.finish() == '480.0\n'


def test_breakpoint_stops_in_the_generated_primal(debugged, stepping):
    stop = debugged('print(tangent.grad(tangent.grad(stopping))(2.0))', **stepping)
    assert stop.function == 'ddstoppingdxdx'
    assert stop.text().splitlines()[stop.frames[0]['line'] - 2].strip() == 'breakpoint()'
    assert stop.variables()['x'] == '2.0'
    assert stop.finish() == '48.0\n'


def test_it_stops_at_an_exception_in_generated_code(debugged):
    stop = debugged('tangent.grad(failing)(2.0, [])', exceptions=('uncaught',), justMyCode=False)
    assert (stop.function, stop.line()) == ('dfailingdx', 'items_0 = items[0]')
