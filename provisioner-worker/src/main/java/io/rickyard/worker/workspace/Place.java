package io.rickyard.worker.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where a workspace may be. To be changed under its lock only.
 *
 * @param directory the workspace itself
 * @param user the number of the system user whose it is
 */
record Place(Path directory, int user) {

  private static final Duration DYING = Duration.ofSeconds(10);

  Path lockFile() {
    return beside(".lock");
  }

  Path processFile() {
    return beside(".process");
  }

  /** Whether something is there that nobody may need any more. */
  boolean leftOver() {
    return Files.exists(directory) || Files.exists(processFile());
  }

  /** Notes who works here, so that a later process can end it. */
  void note(ProcessHandle process) throws IOException {
    var start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    Files.writeString(processFile(), process.pid() + " " + start);
  }

  /** Ends whoever still works here, then removes everything. */
  void clean() throws IOException {
    endProcess();
    remove();
    Files.deleteIfExists(processFile());
  }

  private void endProcess() throws IOException {
    var noted = noted();
    if (noted.isEmpty()) {
      return;
    }
    var process = noted.get();
    // The sandbox's first process takes all others of the sandbox with it.
    process.children().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.onExit().get(DYING.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("Process " + process.pid() + " in " + directory + " does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a process in " + directory + " ended", e);
    }
  }

  /** The process that was noted, if it is still the same one. */
  private Optional<ProcessHandle> noted() throws IOException {
    try {
      var words = Files.readString(processFile()).strip().split(" ", 2);
      var start = Long.parseLong(words[1]);
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(process ->
              process.info().startInstant().map(Instant::toEpochMilli).orElse(0L) == start);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
      return Optional.empty(); // written in part when the machine went down, so nothing runs
    }
  }

  /** Never follows a link; what the program made unreadable for itself goes too. */
  private void remove() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private Path beside(String ending) {
    return directory.resolveSibling(directory.getFileName() + ending);
  }
}
