import streamlit as st

st.title("Image")
