package io.rickyard.worker.storm;

/**
 * What a task's handler does.
 *
 * @param steps how many steps it has, from 1
 * @param gate the step, from 1, that waits until its gate is opened; 0 when none does
 * @param deaf whether it goes on waiting there when it is interrupted
 * @param failures how many attempts fail
 * @param failStep the step at which they do
 * @param retryable whether such a failure may be retried
 */
record Script(int steps, int gate, boolean deaf, int failures, int failStep, boolean retryable) {

  @Override
  public String toString() {
    var text = new StringBuilder("steps " + steps);
    if (gate > 0) {
      text.append(deaf ? ", deaf at gate " : ", gate ").append(gate);
    }
    if (failures > 0) {
      text.append(", fails %d times at step %d%s".formatted(failures, failStep, finality()));
    }
    return text.toString();
  }

  private String finality() {
    return retryable ? "" : " for good";
  }
}
