package io.rickyard.service.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Decides as it was set to, except about what was done for many at once: that is recorded if one of
 * its causes is, so that what was chosen at the edge is seen to its end and nothing else is.
 */
final class CauseSampler implements Sampler {

  private final Sampler set;

  CauseSampler(Sampler set) {
    this.set = set;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> causes) {
    if (causes.isEmpty() || Span.fromContext(parent).getSpanContext().isValid()) {
      return set.shouldSample(parent, traceId, name, kind, attributes, causes);
    }
    return causes.stream().anyMatch(cause -> cause.getSpanContext().isSampled())
        ? SamplingResult.recordAndSample()
        : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return "ByCause{" + set.getDescription() + "}";
  }
}
