"""What is kept of my learners? Nothing; what travels, and what a server's log may say."""

from pages._ui import frame, lessons

LESSON = lessons.load("privacy")

frame.open_page("privacy", LESSON, shared=())
for title, text in LESSON.sections.items():
    frame.section(title, text)
frame.next_page("teach.py", "how do I use this in my class?", ())
