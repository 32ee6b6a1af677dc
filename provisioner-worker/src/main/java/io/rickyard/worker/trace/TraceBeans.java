package io.rickyard.worker.trace;

import io.micronaut.context.annotation.Factory;
import io.rickyard.service.trace.Tracing;
import io.rickyard.worker.engine.Traces;
import jakarta.inject.Singleton;

/** Has attempts followed where spans are asked for. */
@Factory
final class TraceBeans {

  @Singleton
  Traces traces(Tracing tracing) {
    return tracing.isOn()
        ? (claim, worker) -> new AttemptSpan(tracing, claim, worker)
        : Traces.NONE;
  }
}
