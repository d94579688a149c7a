// Pictures as a telephone takes them, made in the browser that is there anyway.
import type { Browser, Page } from "@playwright/test";

export type Picture = { name: string; mimeType: string; buffer: Buffer };

/** A page that draws pictures and looks at them, also where the tested pages run no script. */
export class Studio {
  private constructor(private readonly page: Page) {}

  static async open(browser: Browser): Promise<Studio> {
    return new Studio(await browser.newPage({ javaScriptEnabled: true, deviceScaleFactor: 1 }));
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /**
   * A JPEG in one colour with a white dot in the middle of each of 8 × 6 cells, and with the
   * position of a place on earth in its EXIF.
   */
  async photo(colour: string, width = 800, height = 600): Promise<Picture> {
    await this.page.setViewportSize({ width, height });
    await this.page.setContent(`<body style="margin: 0; height: 100vh; background:
      radial-gradient(circle, white ${width / 80}px, ${colour} ${width / 80 + 1}px)
      0 0 / 12.5% calc(100% / 6)">`);
    return jpeg(withPosition(await this.page.screenshot({ type: "jpeg", quality: 90 })));
  }

  /** A JPEG full of detail, so that it is as heavy as one from a telephone. */
  async heavyPhoto(width: number, height: number): Promise<Picture> {
    await this.page.setViewportSize({ width, height });
    await this.page.setContent(`<body style="margin: 0">
      <svg width="${width}" height="${height}" style="display: block">
        <filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.7"/></filter>
        <rect width="100%" height="100%" filter="url(#grain)"/>
      </svg>`);
    return jpeg(await this.page.screenshot({ type: "jpeg", quality: 95 }));
  }

  /** Red, green and blue at a point, given as parts of width and height. */
  async colour(bytes: Buffer, x: number, y: number): Promise<number[]> {
    const source = `data:image/jpeg;base64,${bytes.toString("base64")}`;
    return this.page.evaluate(
      async ([source, x, y]) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        const pencil = canvas.getContext("2d")!;
        pencil.drawImage(image, 0, 0);
        const at = pencil.getImageData(x * canvas.width, y * canvas.height, 1, 1);
        return [...at.data.slice(0, 3)];
      },
      [source, x, y] as const,
    );
  }
}

/** What is called a photo and is none. */
export const textFile: Picture = {
  name: "photo.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.from("这不是照片，只是几个字。"),
};

function jpeg(buffer: Buffer): Picture {
  return { name: "photo.jpg", mimeType: "image/jpeg", buffer };
}

/** Whether a file tells more than its picture. */
export function tellsMore(bytes: Buffer): boolean {
  return ["Exif\0", "http://ns.adobe.com/xap"].some((mark) => bytes.includes(mark));
}

/** Puts an EXIF segment with 31°12′30″ N, 121°28′20″ E behind the start of a JPEG. */
function withPosition(picture: Buffer): Buffer {
  const tiff = Buffer.alloc(128);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  const field = (at: number, tag: number, type: number, count: number, value: number | string) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    if (typeof value === "string") tiff.write(value, at + 8, "latin1");
    else tiff.writeUInt32LE(value, at + 8);
  };
  const [long, ascii, rational] = [4, 2, 5];
  tiff.writeUInt16LE(1, 8);
  field(10, 0x8825, long, 1, 26);
  tiff.writeUInt16LE(4, 26);
  field(28, 1, ascii, 2, "N");
  field(40, 2, rational, 3, 80);
  field(52, 3, ascii, 2, "E");
  field(64, 4, rational, 3, 104);
  [31, 12, 30, 121, 28, 20].forEach((part, index) => {
    tiff.writeUInt32LE(part, 80 + index * 8);
    tiff.writeUInt32LE(1, 84 + index * 8);
  });
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([picture.subarray(0, 2), head, body, picture.subarray(2)]);
}
