import streamlit as st
st.title("How does a window become one number?")
