package io.rickyard.auth.argon2;

import io.rickyard.auth.password.HashingBusy;
import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.password.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/** Argon2id on a few threads of its own, with a limit to those who wait. */
public final class Argon2Hasher implements PasswordHasher, AutoCloseable {

  private static final int SALT = 16;
  private static final int HASH = 32;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final PasswordHash.Cost cost;
  private final SecureRandom random;
  private final ThreadPoolExecutor pool;
  private final PasswordHash nobody;

  /**
   * The memory of a thread's last hash, for its next one: new blocks for each would be copied and
   * collected while everybody waits. It goes with the thread, which ends soon after the last hash.
   */
  private final ThreadLocal<FixedBlockPool> blocks;

  /**
   * A hasher.
   *
   * @param cost what new hashes cost
   * @param threads how many hashes are computed at once; each takes the cost's memory
   * @param mostWaiting how many more may wait
   */
  public Argon2Hasher(PasswordHash.Cost cost, int threads, int mostWaiting, SecureRandom random) {
    this.cost = cost;
    this.random = random;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(mostWaiting),
            Thread.ofPlatform().daemon().name("argon2-", 1).factory());
    this.pool.allowCoreThreadTimeOut(true);
    this.blocks = ThreadLocal.withInitial(() -> new FixedBlockPool(cost.memory()));
    // Nobody's password: what it is compared with only has to cost the same.
    this.nobody = new PasswordHash(cost, bytes(SALT), bytes(HASH));
  }

  @Override
  public PasswordHash hash(String password) {
    byte[] salt = bytes(SALT);
    return inPool(() -> new PasswordHash(cost, salt, compute(password, cost, salt, HASH)));
  }

  @Override
  public boolean matches(String password, @Nullable PasswordHash hash) {
    PasswordHash compared = hash == null ? nobody : hash;
    byte[] computed =
        inPool(() -> compute(password, compared.cost(), compared.salt(), compared.hash().length));
    return MessageDigest.isEqual(computed, compared.hash()) && hash != null;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> T inPool(Callable<T> work) {
    try {
      return pool.submit(work).get();
    } catch (RejectedExecutionException e) {
      throw new HashingBusy(RETRY_AFTER, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A password could not be hashed", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The caller went away");
    }
  }

  private byte[] compute(String password, PasswordHash.Cost cost, byte[] salt, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memory())
            .withIterations(cost.iterations())
            .withParallelism(cost.parallelism())
            .withSalt(salt)
            .withBlockPool(blocks.get())
            .build());
    byte[] result = new byte[length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
    return result;
  }
}
