package io.rickyard.postgres;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Supplier;

/**
 * The right to act on a directory, held through an operating system lock: it ends with the process,
 * however that ends, so nothing stale is ever left to judge.
 */
public final class DirectoryLock implements AutoCloseable {

  private static final Duration AWAIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock or fails at once.
   *
   * @param file the lock file; its directory must exist
   * @throws DirectoryInUseException when someone holds it, in this process or in another
   */
  public static DirectoryLock take(Path file) throws IOException {
    var channel =
        FileChannel.open(file, EnumSet.of(CREATE, WRITE), asFileAttribute(fromString("rw-------")));
    Supplier<DirectoryInUseException> inUse = () -> new DirectoryInUseException(file);
    try {
      if (channel.tryLock() == null) {
        throw inUse.get();
      }
      return new DirectoryLock(channel);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse.get();
    } catch (DirectoryInUseException | IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Takes the lock, waiting for up to two minutes. */
  static DirectoryLock await(Path file) throws IOException {
    var deadline = System.nanoTime() + AWAIT.toNanos();
    while (true) {
      try {
        return take(file);
      } catch (DirectoryInUseException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Pause.of(POLL);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
