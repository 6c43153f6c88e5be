"""Two ways of answering a question on the page: with a mouse, and with the keyboard alone."""

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from browser import PATIENCE, Notebook, say
from memo1949.classroom.questions.date import in_words

QUOTATION = "The words of the document that support your answer"
FOCUS = """() => {
  const node = document.activeElement;
  const label = node?.getAttribute("aria-label") ?? node?.labels?.[0]?.innerText ?? node?.innerText ?? "";
  return [node?.closest(".m49")?.dataset.question ?? null, label.replace(/^\\+\\s*/, "").split("\\n")[0].trim()];
}"""

# The cell is open for writing, and has the cursor; the cell holds a text.
EDITING = """index => { const { content } = jupyterapp.shell.currentWidget;  // a cell out of sight has no editor as yet
  return content.mode === "edit" && content.activeCellIndex === index && content.activeCell.editor?.hasFocus(); }"""
HOLDS = """([index, text]) => jupyterapp.shell.currentWidget.content.widgets[index].model.sharedModel.getSource() === text"""

WHERE = """() => { const { content } = jupyterapp.shell.currentWidget;
  return `cell ${content.activeCellIndex} in ${content.mode} mode has ${content.activeCell.model.sharedModel.getSource()}; ` +
    `the focus is on ${document.activeElement?.outerHTML.slice(0, 200)}`; }"""

PLACED = """([name, count]) => document.querySelectorAll(`.m49[data-question="${name}"] .m49-placed > li`).length === count"""

VALUES = """name => [...document.querySelectorAll(`.m49[data-question="${name}"] :is(input, select, textarea)`)].map(
  (node) => (/radio|checkbox/.test(node.type) ? node.checked : node.value))"""


class Hands:
    """What both ways share: which controls a question has, and what goes into them."""

    def __init__(self, notebook: Notebook) -> None:
        """Take a notebook whose cells have run."""
        self.notebook, self.page = notebook, notebook.page

    def answer(self, asked, saved) -> None:
        """Answer one question with a sample answer, and wait until it says that it is saved."""
        question, name = asked.question, asked.id
        say(f"{type(self).__name__}: {name}")
        getattr(self, question.kind.replace("-", "_"))(name, question, saved.value)
        if question.quotes:
            self.write(name, QUOTATION, saved.quote)
        self.leave()
        # What a kernel of a busy machine has not taken, the widget sends again and again: this is worth waiting for.
        expect(self.status(name), f"{name} holds {self.shown(name)}").to_have_attribute("data-kind", "saved", timeout=PATIENCE)

    def shown(self, name):
        """What the controls of a question hold on the page."""
        return self.page.evaluate(VALUES, name)

    def status(self, name):
        """The status line of a question."""
        return self.page.locator(f'.m49[data-question="{name}"] .m49-status')

    def matching(self, name, question, value):
        """Choose a target for each item."""
        for item, text in question.items:
            self.choose(name, text, dict(question.targets)[value[item]])

    def number(self, name, question, value):
        """Type the number."""
        self.write(name, f"Your answer, in {question.unit}" if question.unit else "Your answer", str(value))

    def date(self, name, _question, value):
        """Fill in day, month and year."""
        day, month, year = in_words(value).split()
        self.write(name, "Day", day)
        self.choose(name, "Month", month)
        self.write(name, "Year", year)

    def quotation(self, name, question, value):
        """Write each passage."""
        for number, text in enumerate(value, 1):
            self.write(name, f"Passage {number} of {question.passages}, word for word", text)

    def table(self, name, question, value):
        """Choose every cell."""
        rows, columns = dict(question.rows), dict(question.columns)
        for row, column in question.cells():
            self.choose(name, f"{rows[row]}: {columns[column].label}", columns[column].describe(value[row][column]))


class Mouse(Hands):
    """Clicks, and fills in."""

    def inside(self, name):
        """The widget of a question."""
        return self.page.locator(f'.m49[data-question="{name}"]')

    def write(self, name, label, text):
        """Fill a field."""
        self.inside(name).get_by_label(label, exact=True).fill(text)

    def choose(self, name, label, text):
        """Choose in a list."""
        self.inside(name).get_by_label(label).select_option(label=text)

    def single_choice(self, name, question, value):
        """Click one option."""
        self.inside(name).get_by_label(dict(question.options)[value], exact=True).click()

    def multiple_choice(self, name, question, value):
        """Click each option."""
        for option in value:
            self.inside(name).get_by_label(dict(question.options)[option], exact=True).check()

    def ordering(self, name, question, value):
        """Click the items in order."""
        for item in value:
            self.inside(name).get_by_role("button", name=dict(question.items)[item]).first.click()

    def leave(self):
        """Click beside."""
        self.page.locator(".jp-Notebook").evaluate("() => document.activeElement?.blur()")

    def edit(self, index, text):
        """Write into a cell of the notebook and run it."""
        cell = self.notebook.cells.nth(index)
        if cell.locator(".jp-MarkdownOutput").count():
            cell.dblclick()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.wait_for_function(HOLDS, arg=[index, text])
        self.page.keyboard.press("Shift+Enter")
        self.notebook.wait_until_idle()


class Keyboard(Hands):
    """Tab, arrows, space and typing; the mouse is never touched."""

    def to(self, name, label):
        """Press Tab until a control has the focus."""
        for _ in range(160):
            if self.page.evaluate(FOCUS) == [name, label]:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {label!r} in {name}; the focus is on {self.page.evaluate(FOCUS)}")

    def write(self, name, label, text):
        """Go to a field and type over what is there."""
        self.to(name, label)
        self.until("text => document.activeElement.value === text", text, lambda: self.page.keyboard.press("Control+a"), lambda: self.page.keyboard.type(text))

    def choose(self, name, label, text):
        """Go to a list, and down with the arrow key until it shows the entry."""
        self.to(name, label)
        for _ in range(20):
            if self.page.evaluate("() => document.activeElement.selectedOptions[0].label") == text:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label!r} in {name} has no {text!r}")

    def single_choice(self, name, question, value):
        """Go to the options; space takes the first, arrows go on to the one that is meant."""
        self.to(name, question.options[0][1])
        self.tick()
        for _ in range(20):
            if self.page.evaluate(FOCUS) == [name, dict(question.options)[value]]:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not reach {value!r} in {name}")

    def multiple_choice(self, name, question, value):
        """Go from box to box; space ticks."""
        for option, text in question.options:
            if option in value:
                self.to(name, text)
                self.tick()

    def tick(self):
        """Press space on the control that has the focus, until it is ticked."""
        self.until("() => document.activeElement.checked", None, lambda: self.page.keyboard.press("Space"))

    def until(self, condition, argument, *presses):
        """Press keys, and once more if a very busy machine has lost one, until a condition holds on the page."""
        for _ in range(3):
            for press in presses:
                press()
            if self.holds(condition, argument):
                return
        raise AssertionError(f"the keys do not arrive; {self.page.evaluate(WHERE)}")

    def ordering(self, name, question, value):
        """Place item after item; Shift+Tab leads back to an earlier one."""
        for place, item in enumerate(value, 1):
            text = dict(question.items)[item]
            for _ in range(160):
                if self.page.evaluate(FOCUS) == [name, text]:
                    break
                inside = self.page.evaluate(FOCUS)[0] == name
                self.page.keyboard.press("Shift+Tab" if inside and self.behind(name, text) else "Tab")
            self.until(PLACED, [name, place], lambda: self.page.keyboard.press("Space"))

    def behind(self, name, text):
        """Say whether the button of an item stands before the focus."""
        return self.page.evaluate(
            """([name, text]) => { const root = document.querySelector(`.m49[data-question="${name}"]`);
            const button = [...root.querySelectorAll("button")].find(b => b.innerText.replace(/^\\+\\s*/, "").trim() === text);
            return Boolean(button && button.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING); }""",
            [name, text],
        )

    def leave(self):
        """Go on."""
        self.page.keyboard.press("Tab")

    def edit(self, index, text):
        """Walk to a cell with the arrow keys, write into it and run it."""
        for _ in range(4):
            self.page.keyboard.press("Escape")
            for _ in range(200):
                active = self.page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCellIndex")
                if active == index:
                    break
                self.page.keyboard.press("ArrowDown" if active < index else "ArrowUp")
            self.page.keyboard.press("Enter")
            if self.holds(EDITING, index):
                self.page.keyboard.press("Control+a")
                self.page.keyboard.insert_text(text)
                if self.holds(HOLDS, [index, text]):
                    break
        else:
            raise AssertionError(f"cell {index} cannot be written with the keyboard; {self.page.evaluate(WHERE)}")
        self.page.keyboard.press("Shift+Enter")
        self.notebook.wait_until_idle()

    def holds(self, condition, argument) -> bool:
        """Say whether a condition comes true on the page within some seconds."""
        try:
            self.page.wait_for_function(condition, arg=argument, timeout=8_000)
        except PlaywrightTimeout:
            return False
        return True
