package io.rickyard.worker.stack;

class FakeStackRuntimeTest extends StackRuntimeContract {

  private final FakeStackRuntime runtime = new FakeStackRuntime();

  @Override
  protected StackRuntime runtime() {
    return runtime;
  }
}
