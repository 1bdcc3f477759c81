"""Thirty article pages in the markup styles of ten kinds of publishers, written for this project, with their bodies.

Each style has what surrounds articles in the wild: navigation, teasers, captions, adverts, share buttons, newsletters,
related stories, comments. The body is the paragraphs of the story, nothing else.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import trafilatura

from tasks.text.main_text import main_text
from tasks.text.metadata import read_metadata
from tasks.text.tree import parse_html

Story = tuple[str, tuple[str, ...]]
STORIES: tuple[Story, ...] = (
    (
        "Ferry runs aground off the northern islands",
        (
            "A ferry with 214 people on board ran aground in fog off the northern islands on Sunday, the coast guard said.",
            "Three passengers were treated for cuts and bruises; nobody was in danger, according to the shipping company.",
            "Fishing boats from the nearest harbour took the passengers ashore within two hours, in a calm sea.",
            "“We heard a long scraping noise and then it was very quiet,” said Ida Holm, who was on her way to a wedding.",
            "Divers are to look at the hull on Monday, and the ferry will be towed to a yard once the tide is high enough.",
        ),
    ),
    (
        "Gunmen attack a market town, 12 dead",
        (
            "Gunmen on motorcycles attacked a market town in the north-west on Friday evening, killing at least 12 people.",
            "Residents said that the attackers came from three sides and set fire to shops before soldiers arrived.",
            "The governor spoke of nine dead, while the head of the local hospital said that 12 bodies had been brought in.",
            "More than 30 people were wounded, most of them by gunfire, and two ambulances were hit on the road.",
            "No group has said that it was behind the attack. The region has seen raids for cattle and ransom for years.",
            "The president sent his condolences to the families and ordered two battalions to the area.",
        ),
    ),
    (
        "Flood water reaches the old town",
        (
            "Flood water reached the old town on Wednesday after three days of rain, and 1,400 people had to leave their homes.",
            "The river stood at 7.3 metres in the morning, forty centimetres below the record that was set in 1954.",
            "Volunteers filled sandbags through the night and carried furniture and archives to the upper floors.",
            "The mayor asked everybody to stay away from the bridges, one of which was closed because of driftwood.",
            "Forecasters expect the rain to end on Thursday; the crest will pass the town on Friday at noon.",
        ),
    ),
    (
        "Miners rescued after four days",
        (
            "Eleven miners were brought to the surface on Tuesday, four days after a gallery had fallen in behind them.",
            "They had found an old air shaft and knocked on a pipe until somebody heard them, the rescue service said.",
            "Two of the men have broken ribs; the others were tired and hungry but otherwise well, a doctor told reporters.",
            "The search for a twelfth miner goes on. He had been working on a lower level when the rock gave way.",
            "The union called for an inquiry, as the mine had been fined twice last year for weak supports.",
        ),
    ),
    (
        "Parliament votes for a ceasefire monitor",
        (
            "Parliament voted on Monday to let foreign observers watch over the ceasefire in the border districts.",
            "The motion passed with 88 votes to 61 after a debate of nine hours that was broken off twice.",
            "Opponents said that the observers would be spies under another name; the foreign minister denied it.",
            "Under the plan some 300 unarmed observers will be stationed in six towns from the first of next month.",
            "The rebels, who have held parts of the districts since spring, have not said whether they will let them in.",
        ),
    ),
    (
        "Heat closes schools in three provinces",
        (
            "Schools in three provinces stayed closed on Thursday as temperatures passed 43 degrees for the fifth day.",
            "Hospitals reported 17 deaths from heat stroke since the weekend, most of them people over seventy.",
            "Water is being brought by lorry to 60 villages whose wells have run dry, the disaster agency said.",
            "Farmers in the south have begun to harvest at night, with lamps fixed to their caps.",
            "The weather office sees no change before the middle of next week.",
        ),
    ),
    (
        "Court frees four journalists",
        (
            "A court of appeal freed four journalists on Wednesday who had been in prison for eleven months.",
            "The judges found that the reports for which they were convicted had told no state secret.",
            "Colleagues waited in front of the prison with flowers until the gate was opened shortly before midnight.",
            "“I want to see the sea,” said the youngest of the four, who had turned thirty in her cell.",
            "Human rights groups count 27 more journalists who are held in the country.",
        ),
    ),
    (
        "Train leaves the rails in a mountain valley",
        (
            "A regional train left the rails in a mountain valley on Saturday, and six people were injured, one seriously.",
            "The first carriage hit a rock that had rolled onto the line in the night, the railway company said.",
            "About 70 people were on board; they were taken by bus to the next town, where a hall had been opened for them.",
            "The line will be closed for a week at least, because the bank above it must be secured first.",
            "A similar accident in the same valley killed three people in 1987.",
        ),
    ),
    (
        "Aid convoy reaches a besieged city",
        (
            "A convoy of 24 lorries with flour, medicine and blankets reached the besieged city on Tuesday, the first since May.",
            "The Red Cross said that both sides had kept the truce along the road, apart from a few shots in the air.",
            "Doctors in the city speak of at least 40 children who died of hunger and cold; officials deny that.",
            "Some 9,000 people live in cellars without electricity, according to the United Nations.",
            "A second convoy is planned for the weekend, if the truce holds.",
            "Negotiators of both sides meet again on Thursday.",
        ),
    ),
    (
        "Fire in a textile factory",
        (
            "A fire in a textile factory on the edge of the capital killed eight workers and injured 25 on Monday night.",
            "The only stairway was blocked by bales of cloth, the head of the fire brigade said after a first look.",
            "Some workers climbed along a cable to the roof of the next building; others were caught in blankets.",
            "The owner was arrested at the airport in the morning. His lawyer said that he had wanted to visit his mother.",
            "It was the third fire in the district this year, and the union has called for a strike.",
        ),
    ),
)
NAVIGATION = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
RELATED = "<a href='/x1'>Minister resigns over contracts</a></li><li><a href='/x2'>Ten gardens to see this spring</a>"


@dataclass(frozen=True)
class Page:
    """One page and the text that an ideal reader would take from it."""

    style: str
    html: str
    title: str
    body: str


def _paragraphs(paragraphs: tuple[str, ...], opening: str = "<p>", between: str = "") -> str:
    return between.join(f"{opening}{text}</p>" for text in paragraphs)


def _document(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title} - The Paper</title>{head}</head><body>{body}</body></html>"


def broadcaster(title: str, text: tuple[str, ...]) -> str:
    """Blocks with data attributes, a caption, a topic list at the end."""
    blocks = "".join(f"<div data-component='text-block' class='sc-1x'><p class='sc-9a'>{p}</p></div>" for p in text)
    picture = "<figure><div><img src='/i.jpg' alt='A view'></div><figcaption><span>Image caption, </span>The place on a calm day</figcaption></figure>"
    topics = "<div data-component='topic-list'><ul><li><a href='/t/1'>Europe</a></li><li><a href='/t/2'>Weather</a></li></ul></div>"
    more = f"<section data-component='links-block'><h2>More on this story</h2><ul><li>{RELATED}</li></ul></section>"
    return _document(
        title,
        f"<header>{NAVIGATION}</header><main id='main-content'><article><header data-component='headline-block'><h1>{title}</h1></header>{picture}{blocks}{topics}{more}</article></main><footer>Copyright. The Paper is not responsible for the content of external sites.</footer>",
    )


def broadsheet(title: str, text: tuple[str, ...]) -> str:
    """A standfirst, an aside in the middle of the text, a sign-up box, share links."""
    half = len(text) // 2
    aside = "<aside data-component='rich-link'><div><span>Related: </span><a href='/x'>Minister resigns over contracts</a></div></aside>"
    box = "<figure data-spacefinder-role='inline'><div class='email-sub'><h3>Sign up to First Edition</h3><p>Our morning e-mail breaks down the key stories of the day.</p><button>Sign up</button></div></figure>"
    body = _paragraphs(text[:half], "<p class='dcr-1'>") + aside + box + _paragraphs(text[half:], "<p class='dcr-1'>")
    share = "<div class='share'><a href='#'>Share on Facebook</a> <a href='#'>Share by e-mail</a></div>"
    return _document(
        title,
        f"{NAVIGATION}<main><h1>{title}</h1>{share}<div class='article-body-commercial-selector'>{body}</div><div class='submeta'><a href='/topics'>Topics</a><ul><li>{RELATED}</li></ul></div></main><div id='comments'><h2>Comments (2)</h2><p>I have been there and it was lovely in the autumn, as far as I remember.</p></div>",
    )


def metropolitan(title: str, text: tuple[str, ...]) -> str:
    """Sections with adverts between the paragraphs and a biography of the writer."""
    advert = "</div></section><div class='ad' id='story-ad'><p>Advertisement</p><a href='#after'>SKIP ADVERTISEMENT</a></div><section><div class='StoryBodyCompanionColumn'>"
    body = advert.join(
        _paragraphs(text[start : start + 2], "<p class='css-at9mc1'>") for start in range(0, len(text), 2)
    )
    bio = "<div class='bottom-of-article'><p><a href='/by/a'>Ann Reed</a> is a correspondent who has covered the region since 2009.</p></div>"
    return _document(
        title,
        f"<div id='app'>{NAVIGATION}<article id='story'><header><h1 data-testid='headline'>{title}</h1><p class='byline'>By Ann Reed</p></header><section name='articleBody'><section><div class='StoryBodyCompanionColumn'>{body}</div></section></section>{bio}</article><footer><ul><li>Terms of Sale</li><li>Site Map</li></ul></footer></div>",
    )


def agency(title: str, text: tuple[str, ...]) -> str:
    """One wrapper, hub links in the text, a promo of other stories."""
    promo = f"<div class='PageListEnhancementGeneric'><div class='PageList-header-title'>Related Stories</div><ul><li>{RELATED}</li></ul></div>"
    middle = len(text) // 2
    body = _paragraphs(text[:middle]) + promo + _paragraphs(text[middle:])
    return _document(
        title,
        f"<div class='Page-header'>{NAVIGATION}</div><main class='Page-main'><h1 class='Page-headline'>{title}</h1><div class='Page-byline'>By ANN REED</div><div class='RichTextStoryBody RichTextBody'>{body}</div></main><div class='Page-below'><h3>Most read</h3><ol><li>{RELATED}</li></ol></div>",
    )


def financial(title: str, text: tuple[str, ...]) -> str:
    """Hashed class names, numbered paragraphs in divs, standards link, no <p> at all."""
    body = "".join(
        f"<div data-testid='paragraph-{number}' class='text__text__1FZLe article-body__paragraph__2-BtD'>{p}</div>"
        for number, p in enumerate(text)
    )
    trust = "<div class='article-body__element__2p5pI'><div class='trust-badge'>Our Standards: <a href='/p'>The Trust Principles.</a></div></div>"
    return _document(
        title,
        f"<header class='site-header'>{NAVIGATION}</header><div><article><h1>{title}</h1><div class='article-body__content__17Yit'>{body}{trust}</div></article><aside class='rail'><h2>Read Next</h2><ul><li>{RELATED}</li></ul></aside></div>",
    )


def gulf(title: str, text: tuple[str, ...]) -> str:
    """Wysiwyg text with a recommended list inside and a lead picture."""
    recommended = f"<div class='more-on'><h2>Recommended Stories</h2><span>list of 2 items</span><ul><li>{RELATED}</li></ul><span>end of list</span></div>"
    body = _paragraphs(text[:1]) + recommended + _paragraphs(text[1:])
    return _document(
        title,
        f"<div class='container'>{NAVIGATION}</div><main id='main-content-area'><header class='article-header'><h1>{title}</h1><p class='article__subhead'><em>Officials promise an inquiry.</em></p></header><figure class='article-featured-image'><img src='/i.jpg'><figcaption>A street in the town [File: The Agency]</figcaption></figure><div class='wysiwyg wysiwyg--all-content' aria-live='polite'>{body}</div><div class='article-source'><span>Source</span>: The Agency</div></main>",
    )


def gazette(title: str, text: tuple[str, ...]) -> str:
    """A page of the year 2003: tables, font tags, line breaks for paragraphs."""
    body = "<br><br>\n".join(text)
    return f"<HTML><HEAD><TITLE>{title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=760><TR><TD COLSPAN=2><A HREF='/'>Home</A> | <A HREF='/news'>News</A> | <A HREF='/ads'>Classifieds</A></TD></TR><TR><TD WIDTH=140 VALIGN=TOP><A HREF='/a'>Weather</A><BR><A HREF='/b'>Letters</A><BR><A HREF='/c'>Births</A></TD><TD><FONT FACE=Times SIZE=5><B>{title}</B></FONT><BR><FONT FACE=Times SIZE=3>{body}</FONT></TD></TR><TR><TD COLSPAN=2><FONT SIZE=1>Copyright The Gazette</FONT></TD></TR></TABLE></BODY></HTML>"


def weblog(title: str, text: tuple[str, ...]) -> str:
    """WordPress: entry content, sharing buttons, related posts, a comment form."""
    share = "<div class='sharedaddy sd-sharing-enabled'><h3 class='sd-title'>Share this:</h3><ul><li><a href='#'>Click to share on X (Opens in new window)</a></li></ul></div>"
    related = f"<div id='jp-relatedposts'><h3>Related</h3><ul><li>{RELATED}</li></ul></div>"
    comments = "<div id='comments'><h2>One thought on this</h2><ol><li><div class='comment-content'><p>Thank you for writing about this, my uncle lives near there.</p></div></li></ol><form><p>Your email address will not be published.</p></form></div>"
    return _document(
        title,
        f"<div id='page'><header>{NAVIGATION}</header><div id='content'><article class='post type-post hentry'><header class='entry-header'><h1 class='entry-title'>{title}</h1></header><div class='entry-content'>{_paragraphs(text)}{share}{related}</div></article>{comments}</div><aside id='secondary'><h2>Archives</h2><ul><li><a href='/2012'>June 2012</a></li></ul></aside></div>",
    )


def mobile(title: str, text: tuple[str, ...]) -> str:
    """AMP: amp elements, an advert between all paragraphs, a read-more list."""
    body = _paragraphs(
        text, between="<amp-ad width=300 height=250 type='doubleclick'><div fallback>Advertisement</div></amp-ad>"
    )
    return f"<!doctype html><html amp lang='en'><head><meta charset='utf-8'><title>{title}</title></head><body><header><amp-img src='/logo.png'></amp-img>{NAVIGATION}</header><main><article><h1>{title}</h1><amp-img src='/i.jpg'></amp-img><div class='amp-wp-article-content'>{body}</div></article><section><h2>Read more</h2><ul><li>{RELATED}</li></ul></section></main></body></html>"


def shell(title: str, text: tuple[str, ...]) -> str:
    """A page that a script fills: the text stands in JSON-LD, the page itself shows a teaser."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "articleBody": "\n\n".join(text),
    }
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    return _document(
        title,
        f"<div id='root'><h1>{title}</h1><div class='skeleton'></div><noscript>You need to enable JavaScript to run this app.</noscript></div>",
        script,
    )


STYLES: tuple[Callable[[str, tuple[str, ...]], str], ...] = (
    broadcaster, broadsheet, metropolitan, agency, financial, gulf, gazette, weblog, mobile, shell,
)  # fmt: skip


def pages() -> Iterator[Page]:
    """The thirty pages: each style with three stories."""
    for number, style in enumerate(STYLES):
        for step in range(3):
            title, text = STORIES[(3 * number + step) % len(STORIES)]
            yield Page(style.__name__, style(title, text), title, "\n".join(text))


def ours(page: Page) -> str:
    """What Sitrep takes for the main text."""
    tree = parse_html(page.html)
    if tree is None:
        return ""
    said = read_metadata(tree, "https://example.org/2012/06/14/a")
    return main_text(page.html, tree, said.title, said.structured.body).text


def theirs(page: Page) -> str:
    """What trafilatura takes for it, by itself."""
    return trafilatura.extract(page.html, include_comments=False) or ""


def f1(found: str, wanted: str) -> float:
    """Harmonic mean of precision and recall over words, each counted as often as it stands there."""
    one, other = Counter(re.findall(r"\w+", found)), Counter(re.findall(r"\w+", wanted))
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else 0.0


def body_f1() -> tuple[float, float]:
    """Mean F1 over the pages: ours, trafilatura's."""
    scores = [(f1(ours(page), page.body), f1(theirs(page), page.body)) for page in pages()]
    return sum(one for one, _ in scores) / len(scores), sum(other for _, other in scores) / len(scores)
