package io.rickyard.gateway.acceptance;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes no new work in while the disk that holds the data is nearly full: better no new promise
 * than a broker or a database that falls over with the old ones. Looks at most once a second.
 */
@Context
public final class DiskGuard {

  private static final String LEAST = "rickyard.gateway.disk.least-free-mib";
  private static final long MIB = 1024 * 1024;
  private static final long EVERY = Duration.ofSeconds(1).toNanos();

  private final @Nullable Path directory;
  private final long leastFree;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile long lookedAt = System.nanoTime() - EVERY;
  private volatile long free = Long.MAX_VALUE;

  /** Watches the installation's data directory, where there is one on this machine. */
  DiskGuard(
      @Value("${rickyard.installation.data-directory:}") String directory,
      @Value("${" + LEAST + ":512}") long leastFreeMib) {
    if (leastFreeMib < 0) {
      throw new InvalidSetting(LEAST, "is negative: " + leastFreeMib);
    }
    this.directory = directory.isBlank() ? null : Path.of(directory);
    this.leastFree = leastFreeMib * MIB;
  }

  /** Refuses when there is too little room. */
  public void check() {
    if (directory == null) {
      return;
    }
    if (System.nanoTime() - lookedAt >= EVERY && looking.tryLock()) {
      try {
        free = Files.getFileStore(directory).getUsableSpace();
        lookedAt = System.nanoTime();
      } catch (IOException e) {
        throw new UncheckedIOException("The free space under " + directory + " is not known", e);
      } finally {
        looking.unlock();
      }
    }
    if (free < leastFree) {
      throw new RequestRefused(
          ErrorCode.STORAGE_FULL,
          "Only %d MiB are free where Rickyard keeps its data: free some and try again"
              .formatted(free / MIB));
    }
  }
}
