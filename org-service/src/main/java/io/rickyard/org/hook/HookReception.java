package io.rickyard.org.hook;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.TraceContext;
import io.rickyard.org.acceptance.TaskTerms;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes deliveries in.
 *
 * <ol>
 *   <li>The signature is checked over the raw body, before anything in it is looked at.
 *   <li>The facts are read, and the rule's allow-list decides whether they matter.
 *   <li>The rule's work is accepted with the rights that the hook's maker has at this moment,
 *       within the limits of the token that the hook names, in one transaction with the delivery's
 *       row, by which a replay is known.
 *   <li>What was refused is kept too, and may be tried again by delivering it again.
 * </ol>
 */
public final class HookReception {

  private final Hooks hooks;
  private final Deliveries deliveries;
  private final SecretBox box;
  private final PayloadReader payloads;
  private final Clock clock;

  /** Takes in what comes for these hooks. */
  public HookReception(
      Hooks hooks, Deliveries deliveries, SecretBox box, PayloadReader payloads, Clock clock) {
    this.hooks = hooks;
    this.deliveries = deliveries;
    this.box = box;
    this.payloads = payloads;
    this.clock = clock;
  }

  /**
   * Takes a delivery in.
   *
   * @throws Refused when there is no such hook, the delivery is not genuine, or its work is not
   *     accepted
   */
  public Reception receive(HookId id, InboundRequest request) {
    var sealed = hooks.secrets(id, clock.instant()).orElseThrow(() -> Refused.notFound("hook"));
    var hook = sealed.hook();
    var genuine =
        switch (SignatureCheck.check(hook.provider(), open(sealed), request, clock.instant())) {
          case SignatureCheck.Verdict.Genuine verdict -> verdict;
          case SignatureCheck.Verdict.Doubtful doubtful ->
              throw new Refused(Refusal.INVALID_SIGNATURE, doubtful.reason());
        };
    var facts = payloads.read(hook.provider(), request, genuine.event());
    var delivery =
        new Delivery(
            hook,
            genuine.deliveryId(),
            genuine.idSigned(),
            sha256(request.body()),
            facts,
            request.origin());
    var passedOver = hook.rule().allow().refuse(facts);
    return passedOver.isPresent()
        ? deliveries.ignore(delivery, passedOver.get())
        : accept(delivery, trace(request));
  }

  /** The gateway's word, like the origin; no provider signs it, and nothing depends on it. */
  private static @Nullable TraceContext trace(InboundRequest request) {
    return request
        .header("traceparent")
        .filter(TraceContext::readable)
        .map(TraceContext::new)
        .orElse(null);
  }

  private Reception accept(Delivery delivery, @Nullable TraceContext trace) {
    var deed = deed(delivery, trace);
    try {
      return deliveries.accept(delivery, order(delivery, deed));
    } catch (Refused refused) {
      if (refused.refusal() != Refusal.DELIVERY_REUSED) {
        deliveries.refused(delivery, deed, refused);
      }
      throw refused;
    }
  }

  private static Deed deed(Delivery delivery, @Nullable TraceContext trace) {
    var hook = delivery.hook();
    return new Deed(
        new Actor(Actor.Kind.WEBHOOK, hook.id().toString(), hook.principal().toString()),
        hook.principal(),
        new CorrelationId(MessageId.next().toString()),
        trace,
        delivery.origin());
  }

  private static WorkOrder order(Delivery delivery, Deed deed) {
    var hook = delivery.hook();
    try {
      return new WorkOrder(
          deed,
          hook.rule().work(hook.organization(), delivery.facts()),
          TaskTerms.NONE.labelled(hook.rule().labels(delivery.facts())),
          null);
    } catch (IllegalArgumentException e) {
      throw new Refused(Refusal.INVALID, "The rule cannot be filled in: " + e.getMessage(), e);
    }
  }

  private List<HookSecret> open(SealedSecrets sealed) {
    var secrets = new ArrayList<HookSecret>();
    secrets.add(box.open(sealed.hook().id(), sealed.current()));
    sealed.earlier().map(bytes -> box.open(sealed.hook().id(), bytes)).ifPresent(secrets::add);
    return secrets;
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
