import jsQR from "jsqr";

const LOOK_EVERY_MS = 120;
const WIDEST = 640;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

declare const BarcodeDetector: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> } | undefined;

/**
 * Shows the camera in a video element and reads codes until it is stopped.
 * @returns what stops it, the camera's light too.
 * @throws DOMException where there is no camera, or nobody allowed it.
 */
export async function openCamera(video: HTMLVideoElement, heard: (text: string) => void, signal: AbortSignal): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
  const stop = (): void => stream.getTracks().forEach((track) => track.stop());
  if (signal.aborted) return stop();
  signal.addEventListener("abort", stop);
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  while (!signal.aborted) {
    const text = await read(video);
    if (text && !signal.aborted) heard(text);
    await new Promise((again) => setTimeout(again, LOOK_EVERY_MS));
  }
}

/** The browser's own reader, which also knows bar codes, where it has one; otherwise one in JavaScript, for QR codes. */
async function reader(): Promise<(video: HTMLVideoElement) => Promise<string | undefined>> {
  const formats = typeof BarcodeDetector === "undefined" ? [] : await BarcodeDetector.getSupportedFormats();
  if (typeof BarcodeDetector !== "undefined" && formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  }
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  return async (video) => readFrame(video, canvas, context);
}

function readFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): string | undefined {
  if (video.videoWidth === 0) return undefined;
  const scale = Math.min(1, WIDEST / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data || undefined;
}
