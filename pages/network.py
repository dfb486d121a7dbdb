"""What does pooling do to a whole network? Known networks and own stacks, with and without their pools."""

import streamlit as st

from pages._ui import building, chain, costs, frame, ledger, lessons, networks

LESSON = lessons.load("network")

frame.open_page("network", LESSON, shared=())
now = networks.read()

with st.container(key="choices"):
    which, pools, layer = st.columns([1, 1.5, 1.5], gap="medium")
with which:
    building.network(now)
with pools:
    building.pools(now)
with layer:
    building.layer(now)
building.stack(now, LESSON)
frame.notices(now.notices)

with st.container(key="price"):
    totals, paid = st.columns([2.4, 1], gap="medium")
with totals:
    ledger.totals(now)
with paid:
    st.markdown(costs.pays(now))
chain.show(now)
frame.share(networks.canonical(now), said=now.notices)

with st.container(key="below"):
    task, seen = st.columns(2, gap="large")
with task:
    frame.card(LESSON, "Try this", now.net)
with seen:
    frame.card(LESSON, "What you just saw", now.net)

frame.section("Layer by layer", LESSON.sections["Counted"])
ledger.table(now.after)
st.caption(LESSON.sections[f"Source: {now.net}"])
frame.next_page("challenges.py", "can you work it out?", ())
