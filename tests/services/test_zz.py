from tests.services.test_life import *
def test_x(sqlite_template):
    live(sqlite_template, None, examples=300, steps=50)
def test_y(center_template):
    t,s=center_template
    if s: live(t,s,examples=25,steps=40)
