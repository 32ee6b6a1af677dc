package io.rickyard.gateway.call;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.service.trace.RequestTrace;
import io.rickyard.service.trace.SpanAttribute;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Hands a handler the {@link Call} it asks for. */
@Singleton
public final class CallBinder implements TypedRequestArgumentBinder<Call> {

  private final CallerAddress addresses;

  CallBinder(CallerAddress addresses) {
    this.addresses = addresses;
  }

  @Override
  public Argument<Call> argumentType() {
    return Argument.of(Call.class);
  }

  @Override
  public BindingResult<Call> bind(ArgumentConversionContext<Call> context, HttpRequest<?> request) {
    var authentication =
        request
            .getUserPrincipal(Authentication.class)
            .orElseThrow(() ->
                new RequestRefused(
                    ErrorCode.NOT_SIGNED_IN, "Show a valid token as a Bearer, or sign in"));
    var call = call(request, Identity.of(authentication));
    return () -> Optional.of(call);
  }

  /** The request as this caller's. */
  public Call call(HttpRequest<?> request, Identity identity) {
    var headers = request.getHeaders();
    var correlation = CallHeaders.correlation(headers);
    RequestTrace.span(request).with(SpanAttribute.CORRELATION, correlation);
    return new Call(
        identity,
        request.getMethodName() + " " + request.getPath(),
        addresses.of(request),
        correlation,
        RequestTrace.of(request),
        CallHeaders.idempotencyKey(headers),
        headers.get(CallHeaders.PREFER),
        CallHeaders.position(headers));
  }
}
