/**
 * What each service of a stack needs, read from data: blueprints (one service each), releases
 * (which blueprint and image for each service) and the values they refer to. Rendering a release
 * for a project gives a plan, which a runtime carries out.
 *
 * <p>Nothing here starts or reaches anything. Data that contradict themselves are refused when they
 * are read, so a plan never fails because of them.
 */
@NullMarked
package io.rickyard.stack.blueprint;

import org.jspecify.annotations.NullMarked;
