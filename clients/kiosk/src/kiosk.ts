import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { OfferedPerk } from "@wire/perks/edge/v1/eligibility_service_pb";
import type { BeginGrantResponse } from "@wire/perks/edge/v1/grant_service_pb";
import { Custody } from "@wire/perks/edge/v1/grant_pb";
import { MemberRefKind, type AttributeValue } from "@wire/perks/edge/v1/inquiry_pb";
import { ticketDigest } from "./edge/digest";
import { Link } from "./edge/link";
import { no, ofDecision, ofGrant, ofRedemption, type Answer } from "./flow/answer";
import * as calls from "./flow/calls";
import { sentenceOf } from "./flow/faults";
import { asksTicket, lendsThings, nameOf, placeOf } from "./flow/place";
import { readCode } from "./scan/code";
import { answerScreen, type Step } from "./view/answer-screen";
import { button, el, heading } from "./view/dom";
import { Frame } from "./view/frame";
import { phoneScreen } from "./view/phone-screen";
import { scanScreen } from "./view/scan-screen";
import { words, type Language, type Words } from "./words/words";

/** An answer with what may follow, in the language of the moment. */
type Said = () => [Answer, Step[]];

const IDLE_MS = 60_000;
const ASKED_MS = 20_000;

/** At a gate the next in line is waiting. */
const GONE_THROUGH_MS = 8_000;

/**
 * The kiosk: one screen at a time, each drawn anew when the language changes. Nothing of a visitor outlives the visit: what was scanned is in no
 * storage, and the language goes back too.
 */
export class Kiosk {
  private readonly frame = new Frame((language) => this.speak(language));
  private readonly link = new Link((state) => {
    this.frame.tell(state, this.text);
    if (state === "online" && this.perks.length === 0) void this.open();
  });
  private perks: OfferedPerk[] = [];
  private language: Language;
  private draw: () => void = () => this.showLoading();
  private visit = new AbortController();
  private lastTouch = Date.now();

  /**
   * @param home the language that the kiosk goes back to.
   * @param ticketKey what tickets are digested under; the gates of a partner share it.
   */
  constructor(private readonly home: Language, private readonly ticketKey: string) {
    this.language = home;
  }

  async start(): Promise<void> {
    for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => (this.lastTouch = Date.now()), true);
    setInterval(() => this.watchIdle(), 1000);
    this.show(() => this.showLoading());
    this.link.start();
    await this.open();
  }

  private get text(): Words {
    return words[this.language];
  }

  private async open(): Promise<void> {
    try {
      this.perks = await calls.offered();
      this.show(() => this.showChoice());
    } catch (fault) {
      this.show(() => this.frame.put(heading(this.text.offline), el("p", {}, sentenceOf(fault, this.text))));
      void this.link.look();
    }
  }

  /** Shows a screen; what the last one had running ends. */
  private show(draw: () => void): void {
    this.draw = draw;
    this.visit.abort();
    this.visit = new AbortController();
    this.frame.show(nameOf(placeOf(this.perks), this.text), this.language, this.link.state);
    draw();
  }

  private speak(language: Language): void {
    this.language = language;
    this.show(this.draw);
    document.querySelector<HTMLElement>("nav [aria-pressed=true]")?.focus();
  }

  private readonly end = (): void => {
    this.language = this.home;
    this.show(() => this.showChoice());
  };

  private showLoading(): void {
    this.frame.put(heading(this.text.loading));
  }

  private showChoice(): void {
    if (this.perks.length === 0) return this.frame.put(heading(this.text.nothingOffered));
    const gate = this.perks.length === 1 && asksTicket(this.perks[0]!) ? this.perks[0]! : undefined;
    if (gate) return this.showTicketChoice(gate);
    const choices = this.perks.map((perk) => button(perk.titles[this.language] ?? perk.perkId, "primary", () => this.choose(perk)));
    this.frame.put(heading(this.text.choose), el("div", { class: "choices" }, ...choices));
  }

  private choose(perk: OfferedPerk): void {
    if (asksTicket(perk)) this.show(() => this.showTicketChoice(perk));
    else this.scanMember(perk, {});
  }

  private showTicketChoice(perk: OfferedPerk): void {
    const first = button(this.text.ticket.first, "primary", () => this.scanTicket(perk));
    const other = button(this.text.ticket.other, "plain", () => this.scanEntry(perk, {}));
    this.frame.put(heading(this.text.ticket.question), el("div", { class: "choices" }, first, other), el("p", { class: "hint" }, this.text.ticket.platinum));
  }

  private scanTicket(perk: OfferedPerk): void {
    const use = async (ticket: string): Promise<void> => this.scanEntry(perk, calls.ticketFacts(await ticketDigest(ticket, this.ticketKey)));
    this.scan("ticket", () => [], (text) => void use(text));
  }

  /** At a gate: a token from the app opens it, or the app's code of the moment. */
  private scanEntry(perk: OfferedPerk, facts: Record<string, AttributeValue>): void {
    this.scan("token", () => [], (text) => {
      const code = readCode(text);
      if (code.kind === "token") return this.answer(async () => {
          const reply = await calls.redeem(code.text, facts);
          return () => [ofRedemption(reply, this.language), []];
        }, true);
      if (code.kind !== "app-code") return this.complain(code.kind);
      const question = { perk, member: { kind: MemberRefKind.APP_CODE, value: code.text }, attributes: facts };
      return this.use(question, [], true);
    });
  }

  private scanMember(perk: OfferedPerk, attributes: Record<string, AttributeValue>): void {
    this.scan("member", () => this.kindsFor(perk), (text, kind) => {
      const code = readCode(text);
      const asCard = code.kind === "other" && Number(kind) > MemberRefKind.APP_CODE;
      if (code.kind !== "app-code" && !asCard) return this.complain(code.kind);
      this.ask({ perk, member: { kind: asCard ? (Number(kind) as MemberRefKind) : MemberRefKind.APP_CODE, value: code.text }, attributes });
    });
  }

  /** What a member may show for a perk; asked only where there is a choice. */
  private kindsFor(perk: OfferedPerk): [string, string][] {
    const { appCode, card, document } = this.text.type;
    const names: [MemberRefKind, string][] = [[MemberRefKind.APP_CODE, appCode], [MemberRefKind.PARTNER_CARD, card], [MemberRefKind.IDENTITY_DOCUMENT, document]];
    const taken = names.filter(([kind]) => perk.memberRefKinds.includes(kind));
    return taken.length > 1 ? taken.map(([kind, name]) => [`${kind}`, name]) : [];
  }

  private ask(question: calls.Question): void {
    const use = (): void => (lendsThings(question.perk) ? this.scanItem(question) : this.use(question, []));
    this.answer(async () => {
      const decision = await calls.check(question);
      return () => {
        const answer = ofDecision(decision, this.language);
        const steps = [{ text: this.text.useNow, press: use }, { text: this.text.toPhone, press: () => this.takeToPhone(question) }];
        return [answer, answer.tone === "yes" ? steps : []];
      };
    });
  }

  private scanItem(question: calls.Question): void {
    this.scan("item", () => [], (text) => {
      const code = readCode(text);
      if (code.kind !== "other") return this.complain("wrong");
      this.use(question, [code.text]);
    });
  }

  private use(question: calls.Question, items: string[], atGate = false): void {
    this.answer(async () => {
      const reply = await calls.begin(question, items);
      return () => {
        const answer = ofGrant(reply, this.language);
        if (reply.grant?.custody !== Custody.OPENING) return [answer, []];
        return [{ ...answer, title: this.text.takeIt }, [{ text: this.text.confirmTaken, press: () => this.confirm(reply) }]];
      };
    }, atGate);
  }

  /** The lock or the member of staff has handed it over. */
  private confirm(begun: BeginGrantResponse): void {
    this.answer(async () => {
      const { grant } = await calls.confirmTaken(begun.grant!.grantId);
      return () => [ofGrant(grant ? { ...begun, grant } : begun, this.language), []];
    });
  }

  private takeToPhone(question: calls.Question): void {
    const ask = async (): Promise<void> => {
      const { token, decision } = await calls.issue(question);
      if (token?.expireTime) {
        const ends = timestampDate(token.expireTime);
        this.show(() => this.frame.put(...phoneScreen(this.text, token.text, ends, this.end, this.visit.signal)));
      } else this.showAnswer(() => [ofDecision(decision!, this.language), []]);
    };
    this.wait();
    ask().catch((fault: unknown) => this.showFault(fault));
  }

  /** Asks the service, and shows what comes of it. The answer's words are made anew when the language changes. */
  private answer(ask: () => Promise<Said>, atGate = false): void {
    this.wait();
    ask().then((said) => {
      this.showAnswer(said);
      if (atGate && said()[0].tone === "yes") this.endSoon();
    }, (fault: unknown) => this.showFault(fault));
  }

  /** Unless somebody presses something first. */
  private endSoon(): void {
    const timer = setTimeout(this.end, GONE_THROUGH_MS);
    this.visit.signal.addEventListener("abort", () => clearTimeout(timer));
  }

  private showAnswer(said: Said): void {
    this.show(() => this.frame.put(...answerScreen(this.text, ...said(), this.end)));
  }

  private showFault(fault: unknown): void {
    void this.link.look();
    this.showAnswer(() => [no(this.text.refused, sentenceOf(fault, this.text)), []]);
  }

  private wait(): void {
    this.show(() => this.frame.put(heading(this.text.asking)));
  }

  private complaint: (text: Words) => string = () => "";

  private complain(kind: string): void {
    this.complaint = (text) => (kind === "foreign" ? text.not.foreign : kind === "other" ? text.not.app : text.not.wrongKind);
    this.show(this.draw);
  }

  private scan(what: "member" | "item" | "token" | "ticket", kinds: () => [string, string][], heard: (text: string, kind: string) => void): void {
    this.complaint = () => "";
    this.show(() => {
      const [title, how] = [this.text.scan[what], this.text.scan[`${what}How`]];
      this.frame.put(...scanScreen(this.text, { title, how, kinds: kinds(), complaint: this.complaint(this.text), heard, back: this.end }, this.visit.signal));
    });
  }

  /** A visitor who has left leaves nothing on the screen for the next; one who is still there is asked first. */
  private watchIdle(): void {
    const idle = Date.now() - this.lastTouch;
    if (idle < IDLE_MS || this.isAtStart()) return this.frame.endIdle();
    if (idle >= IDLE_MS + ASKED_MS) {
      this.frame.endIdle();
      return this.end();
    }
    this.frame.askIdle(this.text, Math.ceil((IDLE_MS + ASKED_MS - idle) / 1000), () => this.frame.endIdle());
  }

  private isAtStart(): boolean {
    return this.frame.main.querySelector(".choices") !== null && this.language === this.home;
  }
}
