package io.cuvette.batchcorrection.app.testing;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes of everything that an object of this project holds, found by looking: arrays, tensors,
 * texts and boxed numbers. Objects' own headers are left out, so it is less than what is taken.
 */
public final class HeldBytes {

    private static final int BOX = 16;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private long bytes;

    private HeldBytes() {}

    public static long of(Object root) throws IllegalAccessException {
        HeldBytes held = new HeldBytes();
        held.visit(root);
        while (!held.open.isEmpty()) {
            held.look(held.open.pop());
        }
        return held.bytes;
    }

    private void visit(Object value) {
        if (value != null && !(value instanceof Enum<?>) && seen.add(value)) {
            open.push(value);
        }
    }

    private void look(Object value) throws IllegalAccessException {
        Class<?> type = value.getClass();
        if (type.isArray()) {
            array(value, type.getComponentType());
        } else if (value instanceof NDArray tensor) {
            bytes += tensor.size() * tensor.getDataType().getNumOfBytes();
        } else if (value instanceof String text) {
            bytes += text.length();
        } else if (value instanceof Number) {
            bytes += BOX;
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(this::visit);
        } else if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(this::visit);
            map.values().forEach(this::visit);
        } else if (isOwn(type)) {
            fields(value, type);
        } else if (value instanceof Collection<?> collection) {
            bytes += (long) Integer.BYTES * collection.size();
            collection.forEach(this::visit);
        }
    }

    private static boolean isOwn(Class<?> type) {
        return type.getName().startsWith("io.cuvette.") && !type.isSynthetic();
    }

    private void array(Object array, Class<?> component) {
        if (component.isPrimitive()) {
            int size =
                    component == double.class || component == long.class
                            ? 8
                            : component == float.class || component == int.class
                                    ? 4
                                    : component == short.class || component == char.class ? 2 : 1;
            bytes += (long) size * Array.getLength(array);
            return;
        }
        for (Object element : (Object[]) array) {
            visit(element);
        }
    }

    private void fields(Object value, Class<?> type) throws IllegalAccessException {
        for (Class<?> t = type; t != null && isOwn(t); t = t.getSuperclass()) {
            for (Field field : t.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    visit(field.get(value));
                }
            }
        }
    }
}
