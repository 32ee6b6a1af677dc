package io.rickyard.systemtests.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file system of its own in memory, mounted on a directory, so that it can be filled to the last
 * page without harm to anybody else.
 */
public final class SmallDisk implements AutoCloseable {

  private static final int MEBIBYTE = 1 << 20;

  private final Path directory;
  private final Path ballast;

  private SmallDisk(Path directory) {
    this.directory = directory;
    this.ballast = directory.resolve("ballast");
  }

  /** Whether this process may mount file systems. */
  public static boolean possible() throws IOException {
    Path directory = Files.createTempDirectory("small-disk");
    try (var _ = mount(directory, 1)) {
      return true;
    } catch (IOException _) {
      return false;
    } finally {
      Files.delete(directory);
    }
  }

  /**
   * Mounts one on a directory, which others may enter; it is made where it is missing.
   *
   * @throws IOException when that is not allowed here
   */
  public static SmallDisk mount(Path directory, int mebibytes) throws IOException {
    Files.createDirectories(directory);
    String options = "mode=0711,size=" + mebibytes + "m";
    Command.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
    return new SmallDisk(directory);
  }

  /** Takes all that is free now; what is freed by others later is free until the next call. */
  public void fill() throws IOException {
    try (var channel =
        FileChannel.open(
            ballast,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      for (long free = free(); free > 0; free = free()) {
        take(channel, (int) Math.min(free, MEBIBYTE));
      }
    }
  }

  /** Others write at the same time: what was free a moment ago may be theirs. */
  private void take(FileChannel channel, int bytes) throws IOException {
    try {
      channel.write(ByteBuffer.allocate(bytes));
    } catch (IOException e) {
      if (free() > 0) {
        throw e;
      }
    }
  }

  private long free() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Gives back what {@link #fill} took. */
  public void empty() throws IOException {
    Files.deleteIfExists(ballast);
  }

  /** Unmounts it; what was on it is gone. */
  @Override
  public void close() throws IOException {
    Command.run("umount", directory.toString());
  }
}
