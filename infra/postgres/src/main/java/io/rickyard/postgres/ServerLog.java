package io.rickyard.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a server wrote to its file. Its user owns the directory the file lies in, so no link is
 * followed.
 */
public final class ServerLog {

  private static final int PIECE = 4096;

  private ServerLog() {}

  /**
   * The end of the log of the server in this directory, from the start of a line on; nothing where
   * there is no log.
   *
   * @param most as many bytes at most
   */
  public static Optional<SeekableByteChannel> open(Path directory, long most) {
    var log = new ServerLayout(directory).log();
    if (!Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      var channel = Files.newByteChannel(log, LinkOption.NOFOLLOW_LINKS);
      try {
        skipTo(channel, channel.size() - most);
        return Optional.of(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new PostgresException("Could not read " + log, e);
    }
  }

  /** To the start of the next line after this many bytes. */
  private static void skipTo(SeekableByteChannel channel, long bytes) throws IOException {
    if (bytes <= 0) {
      return;
    }
    channel.position(bytes);
    var piece = ByteBuffer.allocate(PIECE);
    while (channel.read(piece) >= 0) {
      piece.flip();
      while (piece.hasRemaining()) {
        if (piece.get() == '\n') {
          channel.position(channel.position() - piece.remaining());
          return;
        }
      }
      piece.clear();
    }
  }
}
