cd /tmp/w/page; timeout 900 .venv/bin/python -m pytest tests/browser -n 0 -q -p no:cacheprovider --durations=3 > .browser.log 2>&1
