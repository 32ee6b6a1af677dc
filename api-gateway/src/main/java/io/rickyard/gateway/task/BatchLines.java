package io.rickyard.gateway.task;

import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Cuts a body into its lines while it arrives, so that nobody ever holds more of it than a line. A
 * body with too many lines, or a line that is too long, is refused as a whole.
 */
final class BatchLines {

  /** The most lines of a batch; empty ones count too. */
  static final int MOST = 10_000;

  private static final int LONGEST = 256 * 1024;
  private static final int PIECE = 64 * 1024;

  private final Taker taker;
  private final MessageDigest digest = sha256();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private int number;

  /** Takes a line, without its end. The bytes are only valid during the call. */
  @FunctionalInterface
  interface Taker {
    void line(int number, byte[] bytes, int offset, int length);
  }

  private BatchLines(Taker taker) {
    this.taker = taker;
  }

  /** Hands over each line that is not empty; returns the SHA-256 of the whole in hex. */
  static String read(InputStream body, Taker taker) {
    var lines = new BatchLines(taker);
    byte[] piece = new byte[PIECE];
    try {
      for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
        lines.digest.update(piece, 0, read);
        lines.cut(piece, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The rest of the batch did not arrive", e);
    }
    if (lines.begun.size() > 0) {
      lines.end(new byte[0], 0, 0);
    }
    return HexFormat.of().formatHex(lines.digest.digest());
  }

  private void cut(byte[] piece, int length) {
    int start = 0;
    for (int at = 0; at < length; at++) {
      if (piece[at] == '\n') {
        end(piece, start, at - start);
        start = at + 1;
      }
    }
    begun.write(piece, start, length - start);
    requireShort(begun.size());
  }

  private void end(byte[] piece, int start, int length) {
    number++;
    if (number > MOST) {
      throw new RequestRefused(
          ErrorCode.PAYLOAD_TOO_LARGE, "A batch has at most %d lines".formatted(MOST));
    }
    if (begun.size() == 0) {
      take(piece, start, length);
      return;
    }
    begun.write(piece, start, length);
    byte[] whole = begun.toByteArray();
    begun.reset();
    take(whole, 0, whole.length);
  }

  private void take(byte[] bytes, int start, int length) {
    requireShort(length);
    for (int at = start; at < start + length; at++) {
      if (bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\r') {
        taker.line(number, bytes, start, length);
        return;
      }
    }
  }

  private void requireShort(int length) {
    if (length > LONGEST) {
      throw new RequestRefused(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "Line %d has more than %d bytes".formatted(number + 1, LONGEST));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
