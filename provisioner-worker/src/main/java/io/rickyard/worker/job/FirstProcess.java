package io.rickyard.worker.job;

/**
 * What a job's first process is: a shell, with the program and its arguments as its own. When it
 * ends, the kernel ends all others of the same process namespace. It ends when the program does,
 * and when its standard input does, which the worker holds open: so nothing outlives the worker.
 */
public final class FirstProcess {

  /** For {@code sh -c}. */
  public static final String SCRIPT =
      """
      exec 3<&0
      ip link set lo up 2>/dev/null
      "$@" </dev/null 3<&- &
      job=$!
      ( cat <&3 >/dev/null; kill -KILL -1 ) >/dev/null 2>&1 &
      exec 3<&-
      wait "$job"
      """;

  private FirstProcess() {}
}
