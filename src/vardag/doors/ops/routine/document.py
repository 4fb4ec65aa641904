"""What the document of a routine says: the header, the services as they are handled, and the lists."""

from collections.abc import Iterator
from dataclasses import dataclass

from vardag.domain.routine.document import Form, Link, Process, Recipient, Routine, Service
from vardag.domain.words import Language, Text
from vardag.doors.ops.routine import labels as say
from vardag.doors.ops.routine.blocks import Block, Chart, Facts, Para, Point, Points, Section
from vardag.doors.ops.routine.certificates import certificate_rows, warning_rows
from vardag.doors.ops.routine.steps import Steps
from vardag.doors.shared import routine_words as words


@dataclass(frozen=True)
class RoutineDocument:
    """A sound routine, told in one language."""

    routine: Routine
    language: Language

    def whole(self) -> Section:
        """Return the whole document."""
        header = self.routine.document
        lists = (each for each in self._lists() if each.blocks)
        blocks: tuple[Block, ...] = (
            self._header(),
            self._section(say.PURPOSE, Para(self._in(header.purpose), "lead")),
            self._section(say.BACKGROUND, *self._texts(header.background)),
            self._section(say.RULES, *self._texts(header.rules)),
            self._dates(),
            *self._kinds(),
            *lists,
        )
        shown = (each for each in blocks if not isinstance(each, Section) or each.blocks)
        return Section(header.title, tuple(shown))

    def _in(self, text: Text) -> str:
        return text.in_(self.language)

    def _section(self, title: Text, *blocks: Block) -> Section:
        return Section(self._in(title), blocks)

    def _texts(self, texts: tuple[Text, ...]) -> Iterator[Points]:
        if texts:
            yield Points(tuple(Point(self._in(text)) for text in texts))

    def _source(self, source: str) -> Iterator[Para]:
        if source:
            yield Para(self._in(say.SOURCE).format(source=source), "source")

    def _header(self) -> Facts:
        header = self.routine.document
        span = self._in(say.FROM_TO).format(start=header.valid_from, end=header.valid_to)
        return Facts(
            (
                (self._in(say.DOCUMENT_ID), header.document_id),
                (self._in(say.VERSION), header.version),
                (self._in(say.VALID), span),
                (self._in(say.APPLIES_TO), header.applies_to),
                (self._in(say.OWNER), header.owner),
                (self._in(say.REVIEWERS), ", ".join(header.reviewers)),
                (self._in(say.APPROVER), header.approver),
            )
        )

    def _dates(self) -> Section:
        dates = self.routine.dates
        rows = (
            (say.RESPONSE, dates.response),
            (say.FOLLOW_UP, dates.follow_up),
            (say.WAITING, dates.waiting),
            (say.WORK_FOLLOW_UP, dates.work_follow_up),
        )
        facts = Facts(tuple((self._in(name), self._days(count)) for name, count in rows))
        return self._section(say.DATES, facts, *self._source(dates.source))

    def _days(self, count: int) -> str:
        days = say.WORKING_DAY if count == 1 else say.WORKING_DAYS
        return self._in(days).format(count=count)

    def _kinds(self) -> Iterator[Section]:
        told: set[str] = set()
        for kind in self.routine.kinds:
            services = [each for each in self.routine.services if each.kind == kind.key]
            blocks: list[Block] = []
            for process in dict.fromkeys(each.process for each in services):
                blocks += self._handled_alike(
                    [each for each in services if each.process == process], told
                )
            title = f"{self._in(say.SERVICES)}: {self._in(kind.name)}"
            yield Section(title, (*self._source(kind.source), *blocks))

    def _handled_alike(self, services: list[Service], told: set[str]) -> Iterator[Block]:
        """Tell of services that go the same way, and then, once, of the way."""
        forms: dict[str, Service] = {}
        for service in services:
            yield self._service(service, forms.setdefault(service.form, service))
        process = self.routine.process(services[0].process)
        if process is not None:
            yield self._process(process, first=process.key not in told)
            told.add(process.key)

    def _service(self, service: Service, first_with_form: Service) -> Section:
        blocks: list[Block] = [Para(self._in(service.help), "lead"), self._facts(service)]
        form = self.routine.form(service.form)
        if first_with_form is not service:
            name = self._in(first_with_form.name)
            blocks.append(Para(self._in(say.SAME_QUESTIONS).format(name=name)))
        elif form is not None:
            blocks += self._questions(form)
        blocks += self._source(service.source)
        return Section(self._in(service.name), tuple(blocks), service.key, f"service-{service.key}")

    def _facts(self, service: Service) -> Facts:
        routine = self.routine
        link, register = routine.link(service.leads_to), routine.register(service.register)
        offered = say.YES if service.base_offering else say.NO
        rows = [
            (say.RECEIVED_BY, words.role(routine, service.received_by, self.language)),
            (say.BASE_OFFERING, self._in(offered)),
            (say.OWN_NAME, self._in(say.MAY_OWN_NAME) if service.guardian_in_own_name else ""),
            (say.LEADS_TO, self._in(link.name) if link else ""),
            (say.REGISTER, self._in(register.name) if register else ""),
            (say.NOT_FOR, self._in(service.not_for) if service.not_for else ""),
        ]
        shown = [(self._in(name), value) for name, value in rows if value]
        known = (
            *self._advice(service),
            *certificate_rows(self.routine, service, self.language),
            *warning_rows(self.routine, service, self.language),
            *self._note(service),
        )
        return Facts((*shown, *known))

    def _advice(self, service: Service) -> Iterator[tuple[str, str]]:
        for advice in service.advice:
            if advice.below is not None:
                yield self._in(say.ADVICE_BELOW).format(age=advice.below), self._in(advice.words)
            if advice.from_ is not None:
                yield self._in(say.ADVICE_FROM).format(age=advice.from_), self._in(advice.words)

    def _note(self, service: Service) -> Iterator[tuple[str, str]]:
        if service.note is not None:
            yield self._in(say.NOTE), self._in(service.note)

    def _questions(self, form: Form) -> Iterator[Block]:
        points = tuple(
            Point(
                self._in(field.label),
                note=", ".join(
                    self._in(each)
                    for each in (say.KINDS[field.kind], *([say.MUST] if field.required else []))
                ),
                inner=self._options(tuple(self._in(option.name) for option in field.options)),
            )
            for field in form.fields
        )
        if points:
            yield Para(self._in(say.QUESTIONS), "caption")
            yield Points(points)
        if form.at_least_one_of:
            yield Para(self._in(say.AT_LEAST_ONE))

    def _options(self, names: tuple[str, ...]) -> tuple[Points, ...]:
        return (Points(tuple(Point(name) for name in names)),) if names else ()

    def _process(self, process: Process, *, first: bool) -> Section:
        name = self._in(process.name)
        title = f"{self._in(say.HANDLED)}: {name}"
        if not first:
            return Section(title, (Para(self._in(say.HANDLED_AS).format(name=name)),))
        steps = Steps(self.routine, process, self.language).blocks()
        chart = Chart(process.key, (*steps, *self._source(process.source)))
        return Section(title, (chart,), process.key, f"process-{process.key}")

    def _lists(self) -> Iterator[Section]:
        routine = self.routine
        yield self._section(say.REPLIES, *self._replies())
        yield self._section(say.LINKS, *(self._link(each) for each in routine.links))
        for title, rows in (
            (say.SYSTEMS, [(each.name, self._in(each.what)) for each in routine.systems]),
            (say.GROUPS, [(self._in(each.name), each.key) for each in routine.groups]),
            (say.RECIPIENTS, [self._recipient(each) for each in routine.recipients]),
            (say.REGISTERS, [(self._in(e.name), ", ".join(e.columns)) for e in routine.registers]),
            (say.MENU, [(self._in(row.name), self._row(row.services)) for row in routine.menu]),
        ):
            yield self._section(title, *([Facts(tuple(rows))] if rows else []))

    def _recipient(self, found: Recipient) -> tuple[str, str]:
        forwards = [self._in(say.FORWARDS)] if found.mediates else []
        source = self._in(say.AS_OF).format(source=found.source, day=found.as_of)
        return self._in(found.name), "; ".join((", ".join(found.address), *forwards, source))

    def _replies(self) -> Iterator[Section]:
        for reply in self.routine.standard_replies:
            written = words.readable(self.routine, self._in(reply.text), self.language)
            text = Para(written, "quote")
            blocks = (text, *self._source(reply.source))
            yield Section(self._in(reply.name), blocks, reply.key, f"reply-{reply.key}")

    def _link(self, link: Link) -> Section:
        address = Facts(((self._in(link.name), link.address),))
        return Section("", (address, *self._source(link.source)), link.key)

    def _row(self, keys: tuple[str, ...]) -> str:
        services = (self.routine.service(key) for key in keys)
        return ", ".join(self._in(service.list_name) for service in services if service)
