package io.rickyard.worker.stack;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Ends the worker at one point in time: before or after the n-th call of the ports it stands in
 * front of.
 */
final class Crashes {

  /** The worker is gone; whoever catches this starts the next one. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
      super(where);
    }
  }

  private int left = Integer.MAX_VALUE;

  /** Crashes at the n-th point from here, counted from 0. */
  void at(int point) {
    left = point;
  }

  void never() {
    left = Integer.MAX_VALUE;
  }

  private void point(String where) {
    if (left-- == 0) {
      throw new Crash(where);
    }
  }

  /** The same port, which may crash around each call. */
  <T> T around(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              point("before " + method.getName());
              try {
                var answer = method.invoke(real, arguments);
                point("after " + method.getName());
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
