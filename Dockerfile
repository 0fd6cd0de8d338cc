FROM python:3.11-slim AS build
WORKDIR /srv
COPY requirements.lock .
RUN python -m venv /srv/venv && /srv/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home ryadom && install -d -o ryadom -m 0700 /data
WORKDIR /srv
COPY --from=build /srv/venv /srv/venv
COPY bot bot
COPY flows flows
COPY locales locales
ENV PATH=/srv/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATA_DIR=/data LOG_FORMAT=json
USER ryadom
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["python", "-m", "bot", "status"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
