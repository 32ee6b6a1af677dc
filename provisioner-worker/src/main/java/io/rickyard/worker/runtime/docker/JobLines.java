package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.rickyard.worker.job.JobOutput;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection over which a job's lines come, and whose end is the job's. Lines that are not
 * taken hold the connection up, and so the program.
 */
final class JobLines implements ResultCallback<Frame> {

  private static final Logger LOG = LoggerFactory.getLogger(JobLines.class);

  private final JobOutput output = new JobOutput();
  private final CompletableFuture<Closeable> started = new CompletableFuture<>();
  private volatile boolean broken;

  JobOutput output() {
    return output;
  }

  /** Whether it ended before the engine said that nothing more would come. */
  boolean broken() {
    return broken;
  }

  /** Returns when nothing that the job writes can be missed; fails when the engine refuses. */
  void awaitStart() throws InterruptedException {
    try {
      started.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new EngineUnavailable("The job can't be listened to", true, e.getCause());
    }
  }

  @Override
  public void onStart(Closeable stream) {
    started.complete(stream);
  }

  @Override
  public void onNext(Frame frame) {
    try {
      if (frame.getStreamType() == StreamType.STDERR) {
        output.errors(frame.getPayload());
      } else {
        output.ordinary(frame.getPayload());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who waits for the job is told when it asks how the job ended. */
  @Override
  public void onError(Throwable failure) {
    LOG.debug("event=job_connection_broke reason=\"{}\"", failure.toString());
    broken = true;
    started.completeExceptionally(failure);
    output.breakOff();
  }

  @Override
  public void onComplete() {
    try {
      output.end();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      broken = true;
      output.breakOff();
    }
  }

  @Override
  public void close() throws IOException {
    output.drop();
    if (started.isDone() && !started.isCompletedExceptionally()) {
      started.resultNow().close();
    }
  }
}
