"""The peer of every figure: a page without anything, but for an uploader where the address asks for one."""

import streamlit as st

if "upload" in st.query_params:
    st.file_uploader("A file")
