"""Pages in a real browser: nothing is loaded, nothing runs, everyone can read them. Needs Debian's chromium and chromium-driver."""

import html
import json
import random
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

import report_example

CHROMIUM, DRIVER = shutil.which("chromium"), "/usr/bin/chromedriver"
FLAGS = """--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update
    --disable-sync""".split()
ATTACK = '<script>window.ran=1</script><img src="http://attack.invalid/x.png" onerror="window.ran=1">'
ATTACK += '<svg onload="window.ran=1"></svg>"\'&\u202ekcatta'
RAN = "return window.ran === undefined ? 0 : window.ran"

pytestmark = pytest.mark.skipif(
    not CHROMIUM or not Path(DRIVER).exists(), reason="no chromium and chromium-driver here: pages were not opened in a browser"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed: pages were not opened in a browser")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--window-size=1280,900"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(executable_path=DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return report_example.publish(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return report_example.publish(tmp_path_factory.mktemp("hostile"), attack=ATTACK)


def one_of_each(folder: Path) -> dict[str, Path]:
    evidence = max((folder / "evidence").glob("*.html"), key=lambda page: page.stat().st_size)
    return {
        "index": folder / "index.html",
        "notebook": folder / "05_choices.html",
        "evidence": evidence,
        "article": next(iter(sorted((folder / "articles").glob("*.html")))),
    }


def requested(driver, *, stopped: bool = True) -> list[str]:
    """Every address asked for since the last call; without ``stopped`` only those that the policy let out."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    held = {
        event["params"]["requestId"]
        for event in events
        if event["method"] == "Network.loadingFailed" and event["params"].get("blockedReason") == "csp"
    }
    sent = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
    return [request["request"]["url"] for request in sent if stopped or request["requestId"] not in held]


def test_nothing_is_loaded_and_nothing_runs(browser, hostile):
    pages = sorted(hostile.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        requested(browser)
        browser.get(page.as_uri())
        assert browser.execute_script(RAN) == 0, page.name
        assert browser.execute_script("return document.scripts.length") == 0, page.name
        asked = [url for url in requested(browser) if not url.startswith("data:")]
        assert asked == [page.as_uri()], page.name


def test_control_the_same_content_runs_without_escaping_and_policy(browser, hostile, tmp_path):
    """The attack strings are live: raw, they run and load; raw but under the policy, they do not."""
    for name, page in one_of_each(hostile).items():
        raw = html.unescape(page.read_text(encoding="utf-8"))
        bare = raw.replace("http-equiv=", "data-was=")
        assert bare != raw
        for text, runs in ((bare, True), (raw, False)):
            copy = tmp_path / f"{name}-{runs}.html"
            copy.write_text(text, encoding="utf-8")
            requested(browser)
            browser.get(copy.as_uri())
            assert bool(browser.execute_script(RAN)) is runs, (name, runs)
            loaded = [url for url in requested(browser, stopped=False) if url.startswith("http")]
            assert bool(loaded) is runs, (name, loaded)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser, plain, hostile, scheme):
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    for folder in (plain, hostile):
        for name, page in one_of_each(folder).items():
            browser.get(page.as_uri())
            browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
            browser.execute_script(axe)
            found = browser.execute_async_script(
                "const done = arguments[0]; axe.run().then(r => done(r.violations.concat([]).map(v => [v.id, v.nodes[0].html])))"
            )
            assert found == [], (name, scheme)
            ran = browser.execute_script("return matchMedia('(prefers-color-scheme: dark)').matches")
            assert ran is (scheme == "dark")


def test_axe_can_fail(browser, tmp_path):
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    (tmp_path / "bad.html").write_text(
        "<title>x</title><img src='data:image/png;base64,' ><p style='color:#ccc'>pale</p>", encoding="utf-8"
    )
    browser.get((tmp_path / "bad.html").as_uri())
    browser.execute_script(axe)
    found = browser.execute_async_script("const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => v.id)))")
    assert "image-alt" in found and "html-has-lang" in found


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways(browser, plain, hostile, width):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    )
    try:
        for folder in (plain, hostile):
            for page in (*one_of_each(folder).values(), folder / "10_report.html"):
                browser.get(page.as_uri())
                browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
                assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page.name
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_contents_links_and_numbers_land(browser, plain):
    browser.get((plain / "index.html").as_uri())
    for link in browser.find_elements("css selector", ".contents a"):
        browser.execute_script("arguments[0].click()", link)
        top = browser.execute_script(
            "return document.querySelector(decodeURIComponent(location.hash).replace('#', '#')).getBoundingClientRect().top"
        )
        end = browser.execute_script("return document.documentElement.scrollHeight - innerHeight - scrollY")
        assert top < 60 or end < 2, link.get_attribute("href")
    cited = [link.get_attribute("href") for link in browser.find_elements("css selector", "a.cited")]
    for address in random.Random(7).sample(cited, 3):
        browser.get((plain / "index.html").as_uri())
        link = next(a for a in browser.find_elements("css selector", "a.cited") if a.get_attribute("href") == address)
        n = int(link.text.replace(",", ""))
        link.click()
        assert len(browser.find_elements("css selector", "li.hit")) == n
        back = browser.find_element("link text", "the report")
        back.click()
        assert browser.current_url.endswith("/index.html")


def test_the_keyboard_reaches_the_content_first(browser, plain):
    from selenium.webdriver.common.keys import Keys

    browser.get((plain / "05_choices.html").as_uri())
    browser.find_element("css selector", "body").send_keys(Keys.TAB)
    assert browser.execute_script("return document.activeElement.className") == "skip"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.execute_script("return document.activeElement.id") == "main"


def test_printing_leaves_navigation_out(browser, plain):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        browser.get((plain / "index.html").as_uri())
        hidden = "return [...document.querySelectorAll('.contents, .skip, .bottom nav')].map(e => getComputedStyle(e).display)"
        assert set(browser.execute_script(hidden)) == {"none"}
        assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_pdf_of_the_index(plain):
    from framing import report

    written = report.pdf(plain / "index.html")
    assert written.read_bytes()[:5] == b"%PDF-" and written.stat().st_size > 20_000
    written.unlink()
