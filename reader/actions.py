"""The one registry of what a user can do by key, palette or menu.

Bindings, help, palette and keymap reference are all made from it. A mode is where keys go: the page
of text, a selection on it, a list, or a line of input.
"""

from __future__ import annotations

from dataclasses import dataclass

MODES = {
    "everywhere": "Everywhere",
    "page": "On the page",
    "select": "With a selection",
    "jump": "While places have labels",
    "timeline": "On the timeline",
    "list": "In a list",
    "results": "In what a search found",
    "notebook": "In the notebook",
    "review": "Looking again at highlights",
    "settings": "In keys and settings",
    "input": "While typing",
    "note": "While writing a note",
}
"""Each mode and its title."""

CHAINS: dict[str, tuple[str, ...]] = {
    "page": ("page", "everywhere"),
    "select": ("select", "page", "everywhere"),
    "jump": ("jump",),
    "timeline": ("timeline", "everywhere"),
    "list": ("list", "everywhere"),
    "results": ("results", "list", "everywhere"),
    "notebook": ("notebook", "results", "list", "everywhere"),
    "review": ("review", "list", "everywhere"),
    "settings": ("settings", "list", "everywhere"),
    "input": ("input",),
    "note": ("note",),
}
"""For each place that keys can go, the modes whose keys work there, the nearest first."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do: `name` stands in keymaps, `title` in the palette and the help.

    `takes` says what the one more key is that the action takes, if it takes one.
    """

    name: str
    mode: str
    title: str
    group: str
    takes: str = ""


_TAKES = {
    "set-mark": "a letter",
    "go-to-mark": "a letter, or ' for the place before the last jump",
}
"""What the key is that follows the keys of an action, for those that take one more."""


def _actions(mode: str, group: str, **titles: str) -> list[Action]:
    names = ((name.replace("_", "-"), title) for name, title in titles.items())
    return [Action(name, mode, title, group, _TAKES.get(name, "")) for name, title in names]


_ALL = [
    *_actions(
        "everywhere",
        "Search and find",
        search="Search everywhere",
        concordance="Every occurrence of a word, in lines",
        trends="How often a word is said, as a plot",
        find="Find in this episode",
        next_hit="Next match",
        previous_hit="Previous match",
        clear_hits="Forget the matches",
    ),
    *_actions(
        "everywhere",
        "What you marked",
        notebook="The notebook: everything you marked",
        review="Look again at older highlights",
    ),
    *_actions(
        "everywhere",
        "Panes",
        next_pane="Next pane",
        previous_pane="Previous pane",
        focus_page="Back to the page",
        toggle_episodes="Show or hide Episodes",
        toggle_speakers="Show or hide Speakers",
        toggle_times="Show or hide Times",
        toggle_notes="Show or hide Notes",
        toggle_timeline="Show or hide the timeline",
        toggle_panes="Only the page, or all panes",
        split_page="Two pages, or only this one",
        other_page="To the other page",
        link_pages="Scroll both pages together, by time",
        pane_wider="Make the pane wider",
        pane_narrower="Make the pane narrower",
        pane_taller="Make the pane taller",
        pane_shorter="Make the pane shorter",
    ),
    *_actions(
        "everywhere",
        "Places",
        jump_back="Back to where you were",
        jump_on="On again to where you went back from",
        places="All bookmarks and marks",
    ),
    *_actions(
        "everywhere",
        "Program",
        help="What can be done here",
        keys="All keys, and other keys for an action",
        settings="Settings",
        tour="A first tour, or on with it",
        palette="Every action by name",
        about_episode="About this episode",
        edit_episode="Change what is known of this episode",
        toggle_done="Done with the episode, or not yet",
        add="Add a transcript",
        undo="Undo the last change",
        redo="Redo",
        suspend="To the shell, and back with fg",
        quit="Quit",
    ),
    *_actions(
        "everywhere",
        "Marking and quoting",
        episode_note="Write a note on the episode",
        attach_orphan="Attach a highlight that lost its place",
        trash="What was deleted",
        sync="Bring this library together with its folder",
        last_copy="Show what was copied last",
    ),
    *_actions(
        "page",
        "Moving",
        line_down="A line down",
        line_up="A line up",
        word_right="A word on",
        word_left="A word back",
        sentence_next="Next sentence",
        sentence_previous="Previous sentence",
        paragraph_next="Next paragraph",
        paragraph_previous="Previous paragraph",
        turn_next="Next turn",
        turn_previous="Previous turn",
        half_down="Half a page down",
        half_up="Half a page up",
        page_down="A page down",
        page_up="A page up",
        top="To the beginning",
        bottom="To the end",
        jump="Label every place on the screen, to go there by a letter",
        go_to="Go to a time, a percentage or a turn",
        speaker_next="Next turn of this speaker",
        speaker_previous="Previous turn of this speaker",
        other_next="Next turn of another speaker",
        other_previous="Previous turn of another speaker",
        heading_next="Next heading",
        heading_previous="Previous heading",
        highlight_next="Next highlight",
        highlight_previous="Previous highlight",
    ),
    *_actions(
        "page",
        "How the page looks",
        density="Set the text closer, or wide again",
        clean="Leave out fillers and false starts, or show them",
        focus_speaker="Only who speaks here, the others folded; open a folded turn",
    ),
    *_actions(
        "page",
        "Places",
        set_mark="Mark this place with a letter",
        go_to_mark="Go to the mark",
        bookmark="Put a bookmark here, or take it away",
        bookmark_next="Next bookmark",
        bookmark_previous="Previous bookmark",
        name_bookmark="Name the bookmark",
    ),
    *_actions(
        "page",
        "Listening",
        play="Listen from here, or pause",
        stop_playing="Stop listening",
        play_faster="Listen faster",
        play_slower="Listen slower",
    ),
    *_actions(
        "page",
        "Marking and quoting",
        select="Select words",
        select_sentence="Select the sentence",
        select_turn="Select the turn",
        highlight="Highlight",
        colour="Choose the highlight's colour",
        note="Write a note",
        tag="Tag",
        delete_highlight="Delete the highlight",
        confirm_highlight="This is the place: keep the highlight where it is",
        cycle_highlight="The next of several highlights here",
        cite="Cite",
        copy="Copy the quote",
        copy_cited="Copy the quote with its citation",
        copy_citation="Copy the citation",
        copy_link="Copy the link to these words",
        copy_note="Copy the note",
        copy_turn="Copy the whole turn",
        copy_notebook="Copy all notes of the episode",
        name_speaker="Name who speaks here",
        name_other="Name the turn as the one before last, and go on",
        name_by_turns="Name all turns from here, two names by turns",
        split_turn="Begin a turn at the caret",
        join_turn="Join the turn to the one before",
        pin_time="Say when this is spoken",
        correct="Correct a misheard word",
        toggle_corrections="Show corrections, or the text as it is",
    ),
    *_actions(
        "select",
        "Selecting",
        extend_sentence="Take in the next sentence",
        extend_turn="Take in the whole turn",
        swap_ends="Move the other end",
        cancel_selection="Let go of the selection",
    ),
    *_actions(
        "jump",
        "Moving",
        jump_cancel="Take the labels away",
    ),
    *_actions(
        "timeline",
        "The timeline",
        timeline_on="A hundredth on",
        timeline_back="A hundredth back",
        timeline_far_on="A tenth on",
        timeline_far_back="A tenth back",
        timeline_next="Next match, highlight or bookmark",
        timeline_previous="The one before",
        timeline_start="To the beginning",
        timeline_end="To the end",
        timeline_done="To the page, at this place",
    ),
    *_actions(
        "list",
        "Lists",
        list_down="Down",
        list_up="Up",
        list_page_down="A page down",
        list_page_up="A page up",
        list_top="First",
        list_bottom="Last",
        choose="Open",
        filter_speaker="Read only this speaker, or everybody",
        change_role="Host, guest or neither",
        edit_item="Edit",
        delete_item="Delete",
        pick_item="Pick, for what is done next",
        confirm_item="This is the place: keep the highlight where it is",
        by_next="Sort or count by the next",
        by_previous="Sort or count by the one before",
        group_next="Group the episodes by the next",
        copy_table="Copy the list as text",
        save_table="Write the table as CSV",
        copy_reference="Copy the full reference alone",
        copy_in_text="Copy the reference in the text alone",
        quote_clean="Quote without fillers, or exactly",
    ),
    *_actions(
        "results",
        "What a search found",
        narrow="Narrow to the facet of this number",
        widen="Widen again",
        fold="Show only the best of the episode",
        follow="Ask as it is suggested",
        save_search="Save the search under a name",
        correct_hit="Correct a name that was misheard",
    ),
    *_actions(
        "notebook",
        "The notebook",
        pick_row="Pick the row, for what is done next",
        pick_range="Pick from the row picked last to here",
        pick_all="Pick all that is shown, or nothing",
        tag_rows="Tag what is picked",
        untag_rows="Take a tag away from what is picked",
        colour_rows="Choose the colour of what is picked",
        rename_tag="Rename a tag everywhere",
        export_rows="Write what is shown, or picked, to a file",
    ),
    *_actions(
        "review",
        "Looking again",
        review_keep="Keep: it comes back after a longer while",
        review_sooner="Bring it back sooner",
        review_later="Bring it back much later",
        review_never="Bring it back no more",
        review_more="Look at more today",
    ),
    *_actions(
        "settings",
        "Keys and settings",
        value_next="The next value",
        value_previous="The value before",
        add_key="One more key for it",
        reset="As it is without your change",
        switch_keymap="Another keymap",
        filter_list="Type to find in the list",
    ),
    *_actions(
        "input",
        "While typing",
        input_done="Accept",
        input_cancel="Leave",
        input_list_down="Down in the list",
        input_list_up="Up in the list",
        input_narrow="Narrow to the facet of this number",
        input_widen="Widen again",
        input_sort="Sort otherwise",
        input_follow="Ask as it is suggested",
        input_save="Save the search under a name",
        input_help="How to ask, or what can be done here",
        input_concordance="Every occurrence of what is typed, in lines",
        input_trends="How often it is said, as a plot",
    ),
    *_actions(
        "note",
        "While writing a note",
        note_save="Save and close",
        note_cancel="Leave it as it was",
        note_help="What can be done here",
        note_editor="Write it in your editor",
    ),
]

ACTIONS: dict[str, Action] = {action.name: action for action in _ALL}
"""Every action by name."""
