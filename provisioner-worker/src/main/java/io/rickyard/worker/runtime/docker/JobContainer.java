package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import io.rickyard.worker.job.CollectedFiles;
import io.rickyard.worker.job.JobOutput;
import io.rickyard.worker.job.JobProgram;
import io.rickyard.worker.task.TaskFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** A job's container, from before its start until it is removed. */
final class JobContainer implements JobProgram {

  private static final Duration END = Duration.ofSeconds(15);
  private static final Duration COLLECTION = Duration.ofMinutes(1);
  private static final int TRIES = 3;

  /** What may be passed over of files that are too large; a program can leave any number. */
  private static final long MOST_PASSED_OVER = 64L << 20;

  private final Engine engine;
  private final String id;
  private final JobLines lines;
  private final HeldInput input;

  private JobContainer(Engine engine, String id, JobLines lines, HeldInput input) {
    this.engine = engine;
    this.id = id;
    this.lines = lines;
    this.input = input;
  }

  /** Listens to a container that has not been started, and holds its input open. */
  static JobContainer listenTo(Engine engine, String id) throws InterruptedException {
    var lines = new JobLines();
    var input = new HeldInput();
    engine.act("listen to job " + id, client -> attach(client, id, lines, input));
    lines.awaitStart();
    return new JobContainer(engine, id, lines, input);
  }

  private static JobLines attach(DockerClient client, String id, JobLines lines, HeldInput input) {
    client
        .attachContainerCmd(id)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .withStdIn(input)
        .exec(lines);
    return lines;
  }

  @Override
  public Optional<JobOutput.Line> next(long millis) throws InterruptedException {
    return lines.output().next(millis);
  }

  @Override
  public boolean ended() {
    return lines.output().ended();
  }

  @Override
  public int exitCode() throws TaskFailure, InterruptedException {
    if (lines.broken()) {
      throw lost("The engine broke off the connection to the job", null);
    }
    try {
      return engine.act("wait for job " + id, END.plus(END), this::exitCode);
    } catch (EngineUnavailable | DockerException | DockerClientException e) {
      throw lost("The engine does not say how the job ended: " + e.getMessage(), e);
    } catch (OutOfMemory e) {
      throw new TaskFailure("job_failed", "The program needed more than memory_mib", false, e);
    }
  }

  private int exitCode(DockerClient client) {
    int code =
        client.waitContainerCmd(id).start().awaitStatusCode(END.toSeconds(), TimeUnit.SECONDS);
    var state = client.inspectContainerCmd(id).exec().getState();
    if (code != 0 && Boolean.TRUE.equals(state.getOOMKilled())) {
      throw new OutOfMemory();
    }
    return code;
  }

  private static TaskFailure lost(String message, @Nullable Exception e) {
    return new TaskFailure("runtime_unavailable", message, true, e);
  }

  @Override
  public CollectedFiles files() throws TaskFailure, InterruptedException {
    try {
      return engine.act("take the output of job " + id, COLLECTION, this::files);
    } catch (EngineUnavailable e) {
      throw JobContainers.failure(DockerFailures.away(e));
    } catch (DockerException e) {
      throw JobContainers.failure(DockerFailures.of(e));
    }
  }

  private CollectedFiles files(DockerClient client) {
    var collector = new CollectedFiles.Collector();
    try (InputStream stream = client.copyArchiveFromContainerCmd(id, JobShape.OUTPUT).exec();
        var archive = new TarArchiveInputStream(stream)) {
      long passedOver = 0;
      for (var file = archive.getNextEntry();
          file != null && passedOver <= MOST_PASSED_OVER;
          file = archive.getNextEntry()) {
        var name = nameOf(file);
        if (name.isPresent() && collector.takes(name.get(), file.getSize())) {
          collector.add(name.get(), archive.readNBytes(Math.toIntExact(file.getSize())));
        } else {
          passedOver += file.getSize();
        }
      }
      return collector.collected();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a regular file in the directory itself; links and what lies deeper are left. */
  private static Optional<String> nameOf(TarArchiveEntry entry) {
    var path = entry.getName().split("/", -1);
    return entry.isFile() && !entry.isLink() && !entry.isSymbolicLink() && path.length == 2
        ? Optional.of(path[1])
        : Optional.empty();
  }

  @Override
  public void close() throws TaskFailure {
    input.close();
    try (lines) {
      lines.output().drop();
      removeEvenIfInterrupted();
    } catch (EngineUnavailable e) {
      throw JobContainers.failure(DockerFailures.away(e));
    } catch (DockerException e) {
      throw JobContainers.failure(DockerFailures.of(e));
    } catch (IOException e) {
      throw lost("The connection to the job can't be closed: " + e.getMessage(), e);
    }
  }

  /** A job that was told to stop is not left running because it was told twice. */
  private void removeEvenIfInterrupted() {
    boolean interrupted = Thread.interrupted();
    try {
      for (int tried = 1; ; tried++) {
        try {
          JobContainers.remove(engine, id);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
          if (tried == TRIES) {
            throw new EngineUnavailable("The removal of job " + id + " was broken off", true, e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The kernel ended a process of the job for want of memory. */
  private static final class OutOfMemory extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
