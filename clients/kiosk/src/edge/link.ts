import { HealthCheckResponse_ServingStatus as Serving } from "@wire/grpc/health/v1/health_pb";
import { health } from "./clients";

/** Whether the service can be asked: it answers, it answers that it cannot decide now, or nobody answers. */
export type LinkState = "online" | "unready" | "offline";

const LOOK_EVERY_MS = 5000;
const PATIENCE_MS = 2000;
const JITTER_MS = 1000;

/** Looks after the link to the edge, and says when it changes. */
export class Link {
  state: LinkState = "online";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: (state: LinkState) => void) {}

  start(): void {
    for (const event of ["online", "offline"]) addEventListener(event, () => void this.look());
    void this.look();
  }

  /** Looks now, and again after a while that differs from kiosk to kiosk. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    this.set(navigator.onLine ? await this.ask() : "offline");
    this.timer = setTimeout(() => void this.look(), LOOK_EVERY_MS + Math.random() * JITTER_MS);
  }

  private async ask(): Promise<LinkState> {
    try {
      const { status } = await health.check({ service: "perks.edge.v1.EligibilityService" }, { timeoutMs: PATIENCE_MS });
      return status === Serving.SERVING ? "online" : "unready";
    } catch {
      return "offline";
    }
  }

  private set(state: LinkState): void {
    if (state === this.state) return;
    this.state = state;
    this.changed(state);
  }
}
