# Rapport, one image for every process of it: `rapport worker`, `rapport serve-ingest`, ...
FROM python:3.11-slim AS built
WORKDIR /app
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/rapport
ENV PATH=/opt/rapport/bin:$PATH
COPY pyproject.toml constraints.txt README.md LICENSE ./
# The libraries first: they change rarely, and this layer is kept. The build for CPUs of torch is a
# tenth of the one that pip would take.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > libraries.txt \
    && pip install --extra-index-url https://download.pytorch.org/whl/cpu -c constraints.txt -r libraries.txt setuptools
COPY . .
RUN pip install --no-deps --no-build-isolation --editable .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/rapport --create-home rapport
COPY --from=built /opt/rapport /opt/rapport
COPY --from=built /app /app
ENV PATH=/opt/rapport/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    RAPPORT_DATA_DIR=/var/lib/rapport/data RAPPORT_MODEL_DIR=/var/lib/rapport/models
WORKDIR /var/lib/rapport
VOLUME /var/lib/rapport
USER rapport
ENTRYPOINT []
CMD ["rapport", "up"]
