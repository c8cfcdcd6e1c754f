"""Addresses are asked for politely, and are called dead only when nothing else can be true."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command
from hypothesis import example, given
from hypothesis import strategies as st

from linkcheck import asking, conf
from linkcheck.asking import UnansweredError, ask
from linkcheck.models import Address, Host, LinkState, Use
from linkcheck.pacing import Pace, StoppedError
from linkcheck.reads import dead_link_count
from linkcheck.verdicts import asked_to_wait
from linkcheck.watch import Rounds
from tests.linkcheck.conftest import Clock
from tests.linkcheck.server import breaks_off, drips, pours

pytestmark = pytest.mark.django_db


def at(web, path, host="a.test"):
    return f"http://{host}:{web.port}{path}"


def check(checker, address, number=1):
    assert checker.check_due(number) == number
    address.refresh_from_db()
    return address


def test_an_address_that_answers_works_and_is_asked_again_after_a_month(web, checker, lead_to, clock):
    web.pages["/a"] = 200
    [address] = lead_to(at(web, "/a"))

    check(checker, address)

    assert (address.state, address.status, address.failures) == (LinkState.FINE, 200, 0)
    assert address.next_check_at - clock.moment >= timedelta(days=29)
    assert web.asked == ["GET a.test /robots.txt", "HEAD a.test /a"]
    assert checker.check_due(5) == 0


def test_sites_see_who_asks_and_nothing_else(web, checker, lead_to):
    web.pages["/a"] = (200, {"Set-Cookie": "who=me"}, b"")
    web.pages["/robots.txt"] = (404, {"Set-Cookie": "who=me"}, b"")
    [address] = lead_to(at(web, "/a"))

    check(checker, address)

    for headers in web.headers:
        assert headers["User-Agent"].startswith("NextTownOver-LinkCheck/1.0 (+http")
        assert not {"Cookie", "Referer", "From"} & headers.keys()


def test_a_server_that_refuses_heads_is_asked_for_the_first_byte(web, checker, lead_to):
    web.pages |= {"HEAD /a": 405, "GET /a": (206, {}, b"a"), "HEAD /b": breaks_off, "GET /b": 200}
    lead_to(at(web, "/a"), at(web, "/b", "b.test"))

    checker.check_due(2)

    assert set(Address.objects.values_list("state", flat=True)) == {LinkState.FINE}
    assert [headers["Range"] for headers in web.headers if "Range" in headers] == ["bytes=0-0"] * 2


def test_a_host_is_asked_every_five_seconds_and_others_meanwhile(web, checker, lead_to, clock):
    web.pages |= {"/a": 200, "/b": 200, "/robots.txt": 404}
    lead_to(at(web, "/a"), at(web, "/b"), at(web, "/a", "b.test"))
    times = []
    server_answer = web.answer
    web.answer = lambda handler: (times.append((handler.headers["Host"], clock.moment)), server_answer(handler))

    done = 0
    while done < 3:
        done += checker.check_due(3)
        clock.wait(1)

    for host in {host for host, _moment in times}:
        moments = [moment for asked, moment in times if asked == host]
        assert all(later - earlier >= timedelta(seconds=5) for earlier, later in pairwise(moments))
    assert len(times) == 5


def test_two_processes_take_turns_at_a_host(db, clock):
    other = Clock()
    other.moment = clock.moment
    Pace(clock.now, clock.wait).turn_at("http://a.test/x")

    Pace(other.now, other.wait).turn_at("http://A.test:80/y")

    assert sum(other.waits) >= 5
    assert Host.objects.count() == 1


@pytest.mark.parametrize(("status", "days"), [(404, 2), (410, 2), (500, 3)])
def test_an_address_is_dead_after_failing_on_different_days(web, checker, lead_to, clock, status, days):
    web.pages["/a"] = status
    [address] = lead_to(at(web, "/a"))

    states = []
    for _day in range(days):
        states.append(check(checker, address).state)
        Address.objects.update(next_check_at=clock.moment)  # asked twice a day: that is one day
        clock.moment += timedelta(seconds=20)
        states.append(check(checker, address).state)
        clock.tomorrow()

    assert states[: 2 * days - 2] == [LinkState.FAILING] * (2 * days - 2)
    assert address.state == LinkState.DEAD
    assert address.failures == 2 * days
    assert dead_link_count() == 1

    web.pages["/a"] = 200
    clock.tomorrow(8)
    check(checker, address)
    assert (address.state, address.failures, address.first_failed_at) == (LinkState.FINE, 0, None)


@pytest.mark.parametrize("status", [401, 403, 429, 999])
def test_who_refuses_programs_is_never_called_dead(web, checker, lead_to, clock, status):
    web.pages["/a"] = status
    [address] = lead_to(at(web, "/a"))

    for _month in range(4):
        check(checker, address)
        clock.tomorrow(31)

    assert (address.state, address.status, address.failures) == (LinkState.UNKNOWN, status, 0)


def test_robots_are_respected_and_read_once_a_day(web, checker, lead_to, clock):
    rules = b"\xff\x00Nonsense: \xc2\xb2\nUser-agent: *\nDisallow: /private\nCrawl-delay: 9\n"
    web.pages |= {"/robots.txt": (200, {}, rules), "/a": 200, "/private/b": 200}
    a, b = lead_to(at(web, "/a"), at(web, "/private/b"))

    for _try in range(4):
        checker.check_due(2)
        clock.wait(10)

    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.state, b.state, b.reason) == (LinkState.FINE, LinkState.UNKNOWN, "robots")
    assert sorted(web.asked) == ["GET a.test /robots.txt", "HEAD a.test /a"]
    assert Host.objects.get().gap_seconds == 9


def test_rules_that_a_broken_server_keeps_from_us_are_no_leave(web, checker, lead_to):
    web.pages |= {"/robots.txt": 503, "/a": 200}
    [address] = lead_to(at(web, "/a"))

    check(checker, address)

    assert (address.state, address.reason) == (LinkState.UNKNOWN, "no-robots")
    assert web.asked == ["GET a.test /robots.txt"]


def test_endless_rules_are_read_to_their_limit(web, checker, lead_to):
    web.pages |= {"/robots.txt": pours, "/a": pours}
    [address] = lead_to(at(web, "/a"))

    check(checker, address)

    assert address.state == LinkState.FINE
    assert len(Host.objects.get().robots) == 500 * 1024


@pytest.mark.parametrize(
    ("page", "reason"),
    [(drips, "too-slow"), (breaks_off, "broken-off"), ((302, {"Location": "http://["}, b""), "broken-off")],
)
def test_trouble_is_a_failure_with_its_reason(web, checker, lead_to, page, reason):
    web.pages["/a"] = page
    [address] = lead_to(at(web, "/a"))

    check(checker, address)

    assert (address.state, address.reason, address.failures) == (LinkState.FAILING, reason, 1)


def test_a_permanent_redirect_is_a_move_and_a_temporary_one_is_none(web, checker, lead_to):
    web.pages |= {
        "/old": (301, {"Location": "/newer"}, b""),
        "/newer": (308, {"Location": "/new#part"}, b""),
        "/new": (302, {"Location": "/new/today"}, b""),
        "/new/today": 200,
    }
    old, new = lead_to(at(web, "/old"), at(web, "/new", "b.test"))

    checker.check_due(2)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.redirected_to) == (LinkState.MOVED, at(web, "/new"))
    assert (new.state, new.redirected_to) == (LinkState.FINE, "")


def test_redirects_without_an_end_are_followed_five_times(web, checker, lead_to):
    web.pages |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(20)}
    web.pages |= {"/ring": (301, {"Location": "/gnir"}, b""), "/gnir": (301, {"Location": "/ring"}, b"")}
    ladder, ring = lead_to(at(web, "/0"), at(web, "/ring", "b.test"))

    checker.check_due(2)

    ladder.refresh_from_db()
    ring.refresh_from_db()
    assert (ladder.reason, ring.reason) == ("loop", "loop")
    assert sum(asked.startswith("HEAD a.test") for asked in web.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://inside.test/",
        "http://mixed.test/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://168430081/",
        "http://93.184.216.34:22/",
        "https://user:word@a.test/",
        "ftp://a.test/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/",
    ],
)
def test_a_redirect_never_leads_inside(web, checker, lead_to, target, monkeypatch):
    web.pages["/a"] = (302, {"Location": target}, b"")
    [address] = lead_to(at(web, "/a"))
    connected = []
    connect = asking.socket.create_connection
    monkeypatch.setattr(
        asking.socket, "create_connection", lambda to, *more: (connected.append(to), connect(to, *more))[1]
    )
    named = checker._resolve
    # What is written in numbers is its own address; a name server is asked for no other names than ours.
    checker._resolve = lambda host, port: named(host, port) if host.endswith(".test") else asking.resolve(host, port)

    check(checker, address)

    assert (address.state, address.reason) == (LinkState.UNKNOWN, "not-public")
    assert {to[1] for to in connected} == {web.port}


def test_loopback_is_refused_where_no_test_asks_for_it(web, settings):
    settings.LINK_CHECK_LOOPBACK = False

    with pytest.raises(UnansweredError, match="not-public"):
        ask(f"http://127.0.0.1:{web.port}/", "HEAD", {})
    with pytest.raises(UnansweredError, match="not-public"):
        ask("http://localhost/", "HEAD", {})
    assert web.asked == []


def test_the_address_that_was_looked_at_is_the_one_connected_to(web):
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    web.pages["/"] = 204

    assert ask(f"http://rebound.test:{web.port}", "GET", {}, resolve=lambda host, port: answers.pop(0)).status == 204
    assert len(answers) == 1


@given(url=st.text(max_size=60).map(lambda tail: f"http://{tail}"))
@example(url="http://a.test/\r\nHost: evil")
@example(url="http://a b/")
@example(url="http://[/")
@example(url="http://\u202emoc.test/" + "x" * 10_000)
@example(url="http://" + "a" * 300)
@example(url="http://a.test:99999/")
@example(url='http://a.test/"\0')
def test_hostile_addresses_are_never_more_than_no_answer(url):
    with pytest.raises(UnansweredError):
        ask(url, "HEAD", {}, resolve=lambda host, port: ["10.0.0.1"])


def test_who_says_when_to_come_back_is_left_alone_until_then(web, checker, lead_to, clock):
    web.pages["/a"] = (503, {"Retry-After": "432000"}, b"")
    [address] = lead_to(at(web, "/a"))

    check(checker, address)

    assert (address.state, address.reason) == (LinkState.UNKNOWN, "busy")
    assert address.next_check_at - clock.moment > timedelta(days=4)
    for nonsense in ("", "soon", "-5", "²", "9" * 500, "Thu, 99 Foo 2026"):
        assert timedelta(0) <= asked_to_wait(nonsense, clock.moment) <= timedelta(days=30)


def test_a_process_that_stops_gives_its_address_back(web, checker, lead_to):
    [address] = lead_to(at(web, "/a"))

    def stop(seconds):
        raise StoppedError

    checker._pace._wait = stop
    assert checker.check_due(5) == 0

    address.refresh_from_db()
    assert (address.state, address.taken_until) == (LinkState.NEW, None)


def test_what_a_killed_process_had_taken_is_free_again_after_its_lease(web, checker, lead_to, clock):
    web.pages["/a"] = 200
    [address] = lead_to(at(web, "/a"))
    Address.objects.update(taken_until=clock.moment + conf.LEASE)

    assert checker.check_due(1) == 0
    clock.moment += conf.LEASE
    assert check(checker, address).state == LinkState.FINE


def test_the_thread_looks_what_entries_lead_to_and_asks_for_it(web, lead_to):
    [address] = lead_to(f"http://127.0.0.1:{web.port}/a")
    Host.objects.update(robots_answer="no-rules", robots_read_at=address.found_at)
    web.pages["/a"] = 200
    Use.objects.all().delete()

    Rounds().go()

    assert web.asked == ["HEAD 127.0.0.1 /a"]


def test_no_request_leaves_where_the_site_does_not_say_so(web, lead_to, capsys):
    lead_to(at(web, "/a"))

    call_command("check_links")

    assert web.asked == []
    assert "LINK_CHECK=1" in capsys.readouterr().out
    assert "link-check" not in {thread.name for thread in threading.enumerate()}


def test_the_command_checks_what_is_due(web, lead_to, settings, capsys):
    settings.LINK_CHECK = True
    [address] = lead_to(f"http://127.0.0.1:{web.port}/a")
    Host.objects.update(robots_answer="no-rules", robots_read_at=address.found_at)
    web.pages["/a"] = 200

    call_command("check_links", limit=1)

    assert "Checked 1; 0 of all are dead." in capsys.readouterr().out
    assert web.asked == ["HEAD 127.0.0.1 /a"]
