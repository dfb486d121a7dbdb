import streamlit as st

st.title("Shift")
