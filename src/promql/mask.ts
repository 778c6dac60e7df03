/** A text in which stretches are replaced by others of the same length, from left to right. */
export class Mask {
  private done = '';
  private copied = 0;

  constructor(private readonly text: string) {}

  replace(from: number, replacement: string): void {
    this.done += this.text.slice(this.copied, from) + replacement;
    this.copied = from + replacement.length;
  }

  blank(from: number, to: number): void {
    this.replace(from, ' '.repeat(to - from));
  }

  finish(): string {
    return this.copied === 0 ? this.text : this.done + this.text.slice(this.copied);
  }
}
