package io.rickyard.worker.runtime.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** An input from which nothing ever comes, and which ends when it is closed. */
final class HeldInput extends InputStream {

  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public int read() throws IOException {
    try {
      closed.await();
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interruption = new InterruptedIOException("waiting for the end of a job");
      interruption.initCause(e);
      throw interruption;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : read();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
